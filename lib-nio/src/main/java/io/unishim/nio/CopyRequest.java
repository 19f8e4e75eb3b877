package io.unishim.nio;

import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** How a file is copied or moved. */
record CopyRequest(boolean replace, boolean atomic, boolean attributes, Follow follow) {
    static CopyRequest ofCopy(CopyOption... options) {
        CopyRequest request = of(options);
        if (request.atomic) {
            throw new UnsupportedOperationException("a copy is not atomic");
        }
        return request;
    }

    /** A move takes the link itself, with its attributes. */
    static CopyRequest ofMove(CopyOption... options) {
        for (CopyOption option : options) {
            if (option == StandardCopyOption.COPY_ATTRIBUTES) {
                throw new UnsupportedOperationException("a move takes the attributes along in any case");
            }
        }
        CopyRequest request = of(options);
        return new CopyRequest(request.replace, request.atomic, true, Follow.NO);
    }

    private static CopyRequest of(CopyOption... options) {
        boolean replace = false;
        boolean atomic = false;
        boolean attributes = false;
        Follow follow = Follow.YES;
        for (CopyOption option : options) {
            if (option == StandardCopyOption.REPLACE_EXISTING) {
                replace = true;
            } else if (option == StandardCopyOption.ATOMIC_MOVE) {
                atomic = true;
            } else if (option == StandardCopyOption.COPY_ATTRIBUTES) {
                attributes = true;
            } else if (option == LinkOption.NOFOLLOW_LINKS) {
                follow = Follow.NO;
            } else if (!Objects.requireNonNull(option)
                    .getClass()
                    .getSimpleName()
                    .equals("ExtendedCopyOption")) {
                throw new UnsupportedOperationException(option + " is no option to copy with");
            }
        }
        return new CopyRequest(replace, atomic, attributes, follow);
    }
}
