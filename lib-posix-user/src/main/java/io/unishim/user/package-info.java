/**
 * Users, groups and capabilities.
 *
 * <p>Start at {@link io.unishim.user.UserLibrary}. Handlers decide what is allowed; {@code CapabilityRules} says how the
 * capabilities follow.
 */
@NullMarked
package io.unishim.user;

import org.jspecify.annotations.NullMarked;
