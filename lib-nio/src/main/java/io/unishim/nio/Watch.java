package io.unishim.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.Watchable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A directory that is watched, and what happened in it since somebody looked. */
final class Watch implements WatchKey {
    /** As many as Java's own keeps. */
    private static final int MOST = 512;

    private final Watches service;
    private final ShimPath directory;
    private final int wd;

    // Guarded by this.
    private List<Event> events = new ArrayList<>();
    private final Map<@Nullable Path, Event> modified = new HashMap<>();
    private boolean signalled;
    private boolean valid = true;

    Watch(Watches service, ShimPath directory, int wd) {
        this.service = service;
        this.directory = directory;
        this.wd = wd;
    }

    /** Something that happened, perhaps several times in a row. */
    private static final class Event implements WatchEvent<Path> {
        private final WatchEvent.Kind<?> kind;
        private final @Nullable Path name;
        private volatile int count = 1;

        Event(WatchEvent.Kind<?> kind, @Nullable Path name) {
            this.kind = kind;
            this.name = name;
        }

        @Override
        @SuppressWarnings("unchecked") // what an overflow is of, nobody asks
        public WatchEvent.Kind<Path> kind() {
            return (WatchEvent.Kind<Path>) kind;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        @SuppressWarnings("NullAway") // null where the directory itself changed, as in Java's own
        public Path context() {
            return name;
        }
    }

    /** What happens once more to the same name is counted. */
    void add(WatchEvent.Kind<?> kind, @Nullable Path name) {
        synchronized (this) {
            Event last = events.isEmpty() ? null : events.get(events.size() - 1);
            boolean again =
                    last != null && (last.kind == OVERFLOW || last.kind == kind && Objects.equals(last.name, name));
            Event same = again ? last : kind == ENTRY_MODIFY ? modified.get(name) : null;
            if (same != null) {
                same.count = same.count + 1;
                return;
            }
            if (kind != ENTRY_MODIFY) {
                modified.remove(name);
            }
            boolean full = events.size() >= MOST || kind == OVERFLOW;
            if (full) {
                events.clear();
                modified.clear();
            }
            Event event = full ? new Event(OVERFLOW, null) : new Event(kind, name);
            events.add(event);
            if (event.kind == ENTRY_MODIFY) {
                modified.put(name, event);
            }
        }
        signal();
    }

    private void signal() {
        synchronized (this) {
            if (signalled) {
                return;
            }
            signalled = true;
        }
        service.signal(this);
    }

    /** The directory is gone, or its file system. */
    void ended() {
        closed();
        signal();
    }

    synchronized void closed() {
        valid = false;
    }

    @Override
    public synchronized boolean isValid() {
        return valid;
    }

    @Override
    public synchronized List<WatchEvent<?>> pollEvents() {
        List<WatchEvent<?>> seen = List.copyOf(events);
        events = new ArrayList<>();
        modified.clear();
        return seen;
    }

    @Override
    public boolean reset() {
        boolean more;
        synchronized (this) {
            if (!signalled || !valid) {
                return valid;
            }
            more = !events.isEmpty();
            signalled = more;
        }
        if (more) {
            service.signal(this);
        }
        return true;
    }

    @Override
    public void cancel() {
        closed();
        service.cancel(this, wd);
    }

    @Override
    public Watchable watchable() {
        return directory;
    }
}
