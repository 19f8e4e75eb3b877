package io.unishim.elfloader;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ENOMEM;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.abi.Signals;
import io.unishim.abi.Wait;
import io.unishim.call.ErrnoException;
import io.unishim.elfloader.engine.Place;
import io.unishim.elfloader.engine.ProgramThread;
import io.unishim.elfloader.image.ExecutableName;
import io.unishim.elfloader.image.ProgramImage;
import io.unishim.memory.AddressSpace;
import io.unishim.task.CommandLine;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Promotion;
import io.unishim.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How programs come into processes: the first one into a new process, later ones in the place of another. */
final class Programs {
    private static final int LONGEST_NAME = 15;
    private static final long LOOK_AGAIN_NANOS = 50_000;

    private Programs() {}

    /** @return an empty address space. @throws IllegalStateException if the shim or the host cannot give one */
    static AddressSpace newMemory(Shim shim) {
        return memories(shim).create();
    }

    /** @return an empty address space in a process of the host. @throws IllegalStateException as {@link #newMemory(Shim)} */
    static AddressSpace newMemory(Shim shim, Place place) {
        return memories(shim).create(place.host());
    }

    private static AddressSpace.Factory memories(Shim shim) {
        AddressSpace.Factory factory = shim.serviceOrNull(AddressSpace.Factory.class);
        if (factory == null) {
            throw new IllegalStateException(
                    "programs need a library that maps memory: lib-posix-mmap is not part of this shim");
        }
        return factory;
    }

    /** Loads a program into the memory of a task's new process. @throws ErrnoException with what execve(2) answers */
    static ProgramImage load(
            Task task, AddressSpace space, String path, List<byte[]> arguments, List<byte[]> environment) {
        ProgramImage image = ProgramImage.load(task, space, ExecutableName.of(path), arguments, environment);
        describe(task.process(), image);
        Promotion promotion = image.promotion();
        if (promotion != null) {
            task.put(Credentials.KEY, promotion.credentials());
        }
        return image;
    }

    /** @return 0 if a file can be opened to be executed, whatever it holds; else the negative errno */
    static long executable(Task task, ExecutableName path) {
        try {
            ProgramImage.checkExecutable(task, path);
            return 0;
        } catch (ErrnoException e) {
            return -e.number();
        }
    }

    /** Puts another program in the place of the one that is making {@code execve(2)}. @return 0 */
    static long replace(
            Task task, ProgramThread program, ExecutableName path, List<byte[]> arguments, List<byte[]> environment) {
        if (!program.isReplacedHere()) {
            return replaceElsewhere(task, program, path, arguments, environment);
        }
        AddressSpace space = newMemory(task.shim());
        ProgramImage image;
        try {
            image = ProgramImage.load(task, space, path, arguments, environment);
        } catch (ErrnoException | IllegalStateException e) {
            space.close();
            if (e instanceof ErrnoException error && error.errno() == Errno.ENOMEM) {
                return replaceInPlace(task, program, path, arguments, environment);
            }
            throw e;
        }
        endSiblings(task);
        task.process().memory(space);
        goOn(task, program, image);
        return 0;
    }

    /**
     * Puts a program of a fixed address where another is that wants the same addresses: that one goes first. As on Linux
     * there is no way back then, and what still goes wrong ends the process.
     */
    private static long replaceInPlace(
            Task task, ProgramThread program, ExecutableName path, List<byte[]> arguments, List<byte[]> environment) {
        endSiblings(task);
        AddressSpace space = newMemory(task.shim());
        task.process().memory(space);
        program.moveTo(space);
        try {
            goOn(task, program, ProgramImage.load(task, space, path, arguments, environment));
        } catch (ErrnoException | IllegalStateException e) {
            task.exit(Wait.signaled(Signals.SIGSEGV, false));
        }
        return 0;
    }

    /** Puts another program into a process of the host of its own, in the place of the one that makes {@code execve(2)}. */
    private static long replaceElsewhere(
            Task task, ProgramThread program, ExecutableName path, List<byte[]> arguments, List<byte[]> environment) {
        Place place = program.newPlace();
        if (place == null) {
            return -EAGAIN;
        }
        boolean done = false;
        try {
            AddressSpace space = newMemory(task.shim(), place);
            ProgramImage image = ProgramImage.load(task, space, path, arguments, environment);
            endSiblings(task);
            task.process().memory(space);
            executed(task, image);
            program.replaceBy(image, place);
            done = true;
            return 0;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOMEM) {
                throw e;
            }
            // What does not fit Linux finds out when the old program is gone.
            task.exit(Wait.signaled(Signals.SIGSEGV, false));
            return 0;
        } catch (IllegalStateException e) {
            return -ENOMEM;
        } finally {
            if (!done) {
                place.close();
            }
        }
    }

    private static void goOn(Task task, ProgramThread program, ProgramImage image) {
        executed(task, image);
        program.replaceBy(image);
    }

    private static void executed(Task task, ProgramImage image) {
        describe(task.process(), image);
        task.put(Promotion.KEY, image.promotion());
        task.shim().tasks().executed(task);
        task.put(Promotion.KEY, null);
    }

    /** {@code execve(2)} ends all other threads of the caller, and waits for their end. */
    private static void endSiblings(Task task) {
        for (Task other : task.process().tasks()) {
            if (other != task) {
                other.exit(0);
            }
        }
        while (task.process().tasks().size() > 1) {
            LockSupport.parkNanos(task, LOOK_AGAIN_NANOS);
        }
    }

    private static void describe(Process process, ProgramImage image) {
        CommandLine line = image.commandLine();
        process.put(CommandLine.KEY, line);
        ExecutedFiles.replace(process, image.file());
        byte[] name = image.name().getBytes(StandardCharsets.UTF_8);
        process.name(new String(name, 0, Math.min(name.length, LONGEST_NAME), StandardCharsets.UTF_8));
    }
}
