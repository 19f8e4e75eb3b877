package io.unishim.elfloader.engine;

import io.unishim.Shim;
import io.unishim.abi.Mman;
import io.unishim.elfloader.image.ProgramImage;
import io.unishim.host.Assembler;
import io.unishim.memory.AddressSpace;
import io.unishim.task.CommandLine;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program of a few instructions, on a shim, without a file. */
final class MachineCodeProgram {
    static final int SIZE = 0x10000;

    final Process process;
    final AddressSpace space;
    final long base;
    private final Task task;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Maps the code at the start of 64 KiB that may be read, written and executed; the stack begins at their end. */
    MachineCodeProgram(Shim shim, Assembler code) {
        space = shim.service(AddressSpace.Factory.class).create();
        task = shim.tasks().newProcess(null, space, "code");
        process = task.process();
        int protection = Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC;
        base = space.map(task, 0, SIZE, protection, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, null, 0, "");
        space.writeFully(base, code.code());
    }

    /** Starts it on a thread of its own. */
    MachineCodeProgram start() {
        return start(MachineCodeProgram::thread);
    }

    /** As {@link #start()}, where threads come from elsewhere. */
    MachineCodeProgram start(ProgramProcess.ThreadStarter threads) {
        HostChildren children = new HostChildren();
        ProgramProcess program = new ProgramProcess(threads, children, space, () -> {
            children.close();
            ended.countDown();
        });
        ProgramImage image = new ProgramImage(
                space, base, base + SIZE - 256, "code", new CommandLine("/code", List.of(), List.of()), null, null);
        program.start(task, image);
        return this;
    }

    static boolean thread(Runnable run) {
        new Thread(run, "program").start();
        return true;
    }

    Task task() {
        return task;
    }

    /** @return its wait status once it has ended */
    int status() throws InterruptedException {
        ended.await();
        return process.status();
    }

    /** Starts it and waits for its end. */
    static int run(Shim shim, Assembler code) throws InterruptedException {
        return new MachineCodeProgram(shim, code).start().status();
    }
}
