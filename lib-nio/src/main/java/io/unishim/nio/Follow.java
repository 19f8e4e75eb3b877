package io.unishim.nio;

import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;

import java.nio.file.LinkOption;
import java.util.Objects;

/** Whether the last symbolic link of a path is followed. */
enum Follow {
    YES(0),
    NO(AT_SYMLINK_NOFOLLOW);

    /** For calls that take AT_*. */
    final int flag;

    Follow(int flag) {
        this.flag = flag;
    }

    static Follow of(LinkOption... options) {
        Follow follow = YES;
        for (LinkOption option : options) {
            Objects.requireNonNull(option);
            follow = NO;
        }
        return follow;
    }
}
