package io.unishim.nio;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is done to a directory on two file systems, each case with a result to compare. */
final class Cases {
    static final Map<String, CaseFamily.Case> ALL = new LinkedHashMap<>();

    static {
        List<CaseFamily> families = List.of(
                new NameCases(),
                new OpeningCases(),
                new ChannelCases(),
                new LockCases(),
                new DirectoryCases(),
                new LinkCases(),
                new CopyCases(),
                new MoveCases(),
                new AttributeCases(),
                new UserAttributeCases());
        for (CaseFamily family : families) {
            family.cases().forEach((name, each) -> {
                if (ALL.put(name, each) != null) {
                    throw new IllegalStateException("two cases are called " + name);
                }
            });
        }
    }

    private Cases() {}
}
