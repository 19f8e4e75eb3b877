package io.unishim.time;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A moment and an interval: what all timers are. Whether it has expired, and how often, is told by the clock; the alarm only
 * wakes those who want to hear of it.
 */
abstract class Countdown extends Alarm {
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean armed;
    private long expiry;
    private long interval;
    private int armings;

    Countdown(Ticker ticker) {
        this.ticker = ticker;
    }

    final Ticker ticker() {
        return ticker;
    }

    /** What is left and the interval, nanoseconds; armed if it has not expired or has an interval. */
    record Setting(boolean armed, long left, long interval) {
        static final Setting NONE = new Setting(false, 0, 0);
    }

    /** Arms it. @param moment by the ticker. @return what held before */
    final Setting arm(long moment, long newInterval) {
        return change(true, moment, newInterval);
    }

    /** Disarms it. @return what held before */
    final Setting disarm() {
        return change(false, 0, 0);
    }

    private Setting change(boolean nowArmed, long moment, long newInterval) {
        lock.lock();
        try {
            Setting before = settingNow();
            armed = nowArmed;
            expiry = moment;
            interval = newInterval;
            armings++;
            if (nowArmed && wantsAlarm()) {
                ticker.set(this, moment);
            } else {
                ticker.cancel(this);
            }
            return before;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether {@link #due} is to be called */
    boolean wantsAlarm() {
        return true;
    }

    final Setting setting() {
        lock.lock();
        try {
            return settingNow();
        } finally {
            lock.unlock();
        }
    }

    private Setting settingNow() {
        if (!armed) {
            return Setting.NONE;
        }
        long left = expiry - ticker.now();
        if (left > 0) {
            return new Setting(true, left, interval);
        }
        return interval == 0 ? Setting.NONE : new Setting(true, interval - -left % interval, interval);
    }

    /** @return the moment at which it expires next, or 2^63-1 */
    final long next() {
        lock.lock();
        try {
            return armed ? expiry : Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether there are expirations to take */
    final boolean expired() {
        lock.lock();
        try {
            return armed && ticker.now() >= expiry;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the expirations since the last time, and goes on to the next one. @return how many, 0 or more */
    final long take() {
        return take(true);
    }

    /** As {@link #take()}. @param goOn whether the alarm for the next one is to be set now, not by {@link #goOn} */
    final long take(boolean goOn) {
        lock.lock();
        try {
            long late = ticker.now() - expiry;
            if (!armed || late < 0) {
                return 0;
            }
            if (interval == 0) {
                armed = false;
                ticker.cancel(this);
                return 1;
            }
            long times = 1 + late / interval;
            expiry += times * interval;
            if (goOn && wantsAlarm()) {
                ticker.set(this, expiry);
            }
            return times;
        } finally {
            lock.unlock();
        }
    }

    /** @return how often it was armed or disarmed */
    final int armings() {
        lock.lock();
        try {
            return armings;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets the alarm again after {@link #take(boolean)}, unless it was armed or disarmed since.
     *
     * @param arming what {@link #armings} was then
     * @param notBefore when at the earliest
     */
    final void goOn(int arming, long notBefore) {
        lock.lock();
        try {
            if (armed && armings == arming) {
                ticker.set(this, Math.max(expiry, notBefore));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes what has expired meanwhile and goes on, unless it was armed or disarmed since. @return how often it expired */
    final long takeMore(int arming) {
        lock.lock();
        try {
            if (!armed || armings != arming) {
                return 0;
            }
            long times = take(true);
            if (times == 0) {
                ticker.set(this, expiry);
            }
            return times;
        } finally {
            lock.unlock();
        }
    }
}
