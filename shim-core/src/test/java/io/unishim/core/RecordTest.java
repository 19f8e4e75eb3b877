package io.unishim.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.control.CallTable.Registration;
import io.unishim.core.FakeFamily.FakeLibrary;
import io.unishim.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTest {
    @Test
    void a_recording_holds_an_event_for_each_call(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("calls.jfr");
        try (Shim shim = Shim.builder().only().library(new FakeLibrary()).boot();
                Recording recording = new Recording()) {
            Task task = shim.newProcess("test");
            Registration registration = shim.table().record("dup", "knock");
            recording.enable("io.unishim.Syscall").withoutThreshold();
            recording.start();
            shim.calls(FakeFamily.FAMILY).dup(task, 5);
            shim.calls(FakeFamily.FAMILY).knock(task, -1);
            shim.calls(FakeFamily.FAMILY).getpid(task);
            registration.close();
            shim.calls(FakeFamily.FAMILY).dup(task, 6);
            recording.stop();
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("io.unishim.Syscall"))
                    .toList();
            assertThat(events)
                    .extracting(event -> event.getString("call") + " " + event.getInt("pid") + " " + event.getInt("tid")
                            + " " + event.getLong("result"))
                    .containsExactlyInAnyOrder(
                            "dup " + task.tid() + " " + task.tid() + " 5",
                            "knock " + task.tid() + " " + task.tid() + " -14");
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
