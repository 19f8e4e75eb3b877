package io.unishim.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.testing.ShimExtension;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a directory is told as Java's own file system tells it. */
@ExtendWith(ShimExtension.class)
@Timeout(120)
class WatchServiceTest {
    private static final WatchEvent.Kind<?>[] ALL = {ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY};

    /** Takes events until one is about a name; one that follows its like is not listed. */
    private static List<String> until(WatchService service, String last) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (; ; ) {
            WatchKey key = service.take();
            for (WatchEvent<?> each : key.pollEvents()) {
                String event = each.kind() + " " + each.context();
                if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(event)) {
                    seen.add(event);
                }
                if (event.equals("ENTRY_CREATE " + last)) {
                    return seen;
                }
            }
            assertThat(key.reset()).isTrue();
        }
    }

    private static List<String> events(Path parent) throws Exception {
        Path dir = Files.createDirectory(parent.resolve("watched"));
        Path other = Files.createDirectory(parent.resolve("other"));
        try (WatchService service = dir.getFileSystem().newWatchService()) {
            WatchKey key = dir.register(service, ALL);
            assertThat(dir.register(service, ALL)).isSameAs(key);
            Path a = Files.createFile(dir.resolve("a"));
            Files.write(a, new byte[100]);
            Files.move(a, dir.resolve("b"));
            Files.move(dir.resolve("b"), other.resolve("b"));
            Files.createDirectory(dir.resolve("d"));
            Files.createFile(dir.resolve("d/below")); // not in the directory itself
            Files.setPosixFilePermissions(dir.resolve("d"), PosixFilePermissions.fromString("rwx------"));
            Files.createSymbolicLink(dir.resolve("l"), dir.getFileSystem().getPath("nowhere"));
            Files.delete(dir.resolve("l"));
            Files.createFile(dir.resolve("end"));
            return until(service, "end");
        }
    }

    @Test
    void the_same_events_as_on_the_host(Shim shim, @TempDir Path onHost) throws Exception {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            assertThat(events(Files.createDirectory(files.getPath("/w")))).isEqualTo(events(onHost));
        }
    }

    private static List<String> overflow(Path parent) throws Exception {
        Path dir = Files.createDirectory(parent.resolve("busy"));
        Path other = Files.createDirectory(parent.resolve("marker"));
        try (WatchService service = dir.getFileSystem().newWatchService()) {
            WatchKey busy = dir.register(service, ENTRY_CREATE);
            WatchKey marker = other.register(service, ENTRY_CREATE);
            for (int i = 0; i < 600; i++) {
                Files.createFile(dir.resolve("f" + i));
            }
            Files.createFile(other.resolve("done"));
            assertThat(service.take()).isSameAs(busy);
            assertThat(service.take()).isSameAs(marker);
            List<String> seen = new ArrayList<>();
            busy.pollEvents().forEach(each -> seen.add(each.kind() + " " + each.context()));
            return seen;
        }
    }

    @Test
    void more_events_than_are_kept_are_told_as_an_overflow(Shim shim, @TempDir Path onHost) throws Exception {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            assertThat(overflow(Files.createDirectory(files.getPath("/o"))))
                    .isEqualTo(overflow(onHost))
                    .containsExactly(OVERFLOW + " null");
        }
    }

    @Test
    void a_key_ends_with_its_directory_or_when_it_is_cancelled(Shim shim) throws Exception {
        try (ShimFileSystem files = ShimFileSystem.of(shim);
                WatchService service = files.newWatchService()) {
            Path gone = Files.createDirectory(files.getPath("/gone"));
            WatchKey key = gone.register(service, ENTRY_CREATE);
            assertThat(key.isValid()).isTrue();
            assertThat(key.watchable()).isEqualTo(gone);
            Files.delete(gone);
            assertThat(service.take()).isSameAs(key);
            assertThat(key.reset()).isFalse();

            Path kept = Files.createDirectory(files.getPath("/kept"));
            WatchKey cancelled = kept.register(service, ENTRY_CREATE);
            cancelled.cancel();
            assertThat(cancelled.isValid()).isFalse();
            WatchKey again = kept.register(service, ENTRY_CREATE);
            assertThat(again).isNotSameAs(cancelled);
            Files.createFile(kept.resolve("f"));
            assertThat(service.poll(60, TimeUnit.SECONDS)).isSameAs(again);
            // Not told again before it is reset, then at once.
            Files.createFile(kept.resolve("g"));
            assertThat(service.poll()).isNull();
            assertThat(again.reset()).isTrue();
            assertThat(service.poll(60, TimeUnit.SECONDS)).isSameAs(again);
        }
    }

    @Test
    void what_cannot_be_watched_is_refused(Shim shim, @TempDir Path onHost) throws Exception {
        try (ShimFileSystem files = ShimFileSystem.of(shim);
                WatchService service = files.newWatchService()) {
            Path file = Files.createFile(files.getPath("/file"));
            assertThatThrownBy(() -> file.register(service, ENTRY_CREATE)).isInstanceOf(NotDirectoryException.class);
            assertThatThrownBy(() -> files.getPath("/none").register(service, ENTRY_CREATE))
                    .isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> files.getPath("/").register(service)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> files.getPath("/").register(service, OVERFLOW))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> onHost.register(service, ENTRY_CREATE))
                    .isInstanceOf(ProviderMismatchException.class);
        }
    }

    @Test
    void closing_wakes_everybody_who_waits_and_ends_the_thread(Shim shim) throws Exception {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            WatchService service = files.newWatchService();
            WatchKey key = files.getPath("/").register(service, ENTRY_CREATE);
            List<CompletableFuture<WatchKey>> waiting = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                CompletableFuture<WatchKey> taken = new CompletableFuture<>();
                new Thread(() -> {
                            try {
                                taken.complete(service.take());
                            } catch (InterruptedException | RuntimeException e) {
                                taken.completeExceptionally(e);
                            }
                        })
                        .start();
                waiting.add(taken);
            }
            service.close();
            for (CompletableFuture<WatchKey> each : waiting) {
                assertThatThrownBy(each::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(ClosedWatchServiceException.class);
            }
            assertThat(key.isValid()).isFalse();
            assertThatThrownBy(service::poll).isInstanceOf(ClosedWatchServiceException.class);
            assertThatThrownBy(() -> files.getPath("/").register(service, ENTRY_CREATE))
                    .isInstanceOf(ClosedWatchServiceException.class);
            for (Thread each : Thread.getAllStackTraces().keySet()) {
                if (each.getName().equals("unishim-watches")) {
                    each.join();
                }
            }
        }
    }
}
