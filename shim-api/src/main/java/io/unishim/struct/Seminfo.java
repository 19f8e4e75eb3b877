package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct seminfo} (man 2 semctl): the limits of semaphores.
 *
 * @param semmap of no meaning
 * @param semmni most sets
 * @param semmns most semaphores
 * @param semmnu of no meaning
 * @param semmsl most semaphores of a set
 * @param semopm most operations of a call
 * @param semume of no meaning
 * @param semusz of no meaning; for SEM_INFO the sets there are
 * @param semvmx highest value of a semaphore
 * @param semaem highest adjustment; for SEM_INFO the semaphores there are
 */
public record Seminfo(
        int semmap,
        int semmni,
        int semmns,
        int semmnu,
        int semmsl,
        int semopm,
        int semume,
        int semusz,
        int semvmx,
        int semaem) {
    /** 40 bytes. */
    public static final StructLayout<Seminfo> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Seminfo> {
        Layout() {
            super("seminfo", 40);
        }

        @Override
        public Seminfo decode(ByteBuffer in, int at) {
            return new Seminfo(
                    in.getInt(at),
                    in.getInt(at + 4),
                    in.getInt(at + 8),
                    in.getInt(at + 12),
                    in.getInt(at + 16),
                    in.getInt(at + 20),
                    in.getInt(at + 24),
                    in.getInt(at + 28),
                    in.getInt(at + 32),
                    in.getInt(at + 36));
        }

        @Override
        public void encode(Seminfo value, ByteBuffer out, int at) {
            out.putInt(at, value.semmap);
            out.putInt(at + 4, value.semmni);
            out.putInt(at + 8, value.semmns);
            out.putInt(at + 12, value.semmnu);
            out.putInt(at + 16, value.semmsl);
            out.putInt(at + 20, value.semopm);
            out.putInt(at + 24, value.semume);
            out.putInt(at + 28, value.semusz);
            out.putInt(at + 32, value.semvmx);
            out.putInt(at + 36, value.semaem);
        }
    }
}
