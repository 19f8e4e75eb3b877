package io.unishim.lambda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A class of every kind of lambda, to be rewritten; what it answers must stay the same. */
public class ManyLambdas extends Named implements Supplier<String> {
    private final String name;
    private int calls;

    /** Made by reflection. */
    public ManyLambdas() {
        name = "many";
    }

    interface Doubling {
        int times();

        default Supplier<Integer> twice() {
            return () -> hidden() * 2;
        }

        private int hidden() {
            return times();
        }

        static Callable<String> called() {
            return () -> "called";
        }
    }

    private static final class Inner {
        private final int value;

        private Inner(int value) {
            this.value = value;
        }

        private IntFunction<String> adder() {
            return more -> String.valueOf(value + more);
        }
    }

    @Override
    protected String describe() {
        return "overriding";
    }

    private String hidden(long a, byte b, double c) {
        calls++;
        return name + a + b + c;
    }

    private static int plus(int a, int b) {
        return a + b;
    }

    private static long wide(int value) {
        return value;
    }

    @Override
    public String get() {
        List<Object> all = new ArrayList<>();
        String local = "local";
        int number = 41;
        long big = 1L << 40;
        byte small = 3;
        double real = 0.5;
        Supplier<String> capturing = () -> hidden(big, small, real) + local;
        IntBinaryOperator ints = ManyLambdas::plus;
        BiFunction<Integer, Integer, Integer> boxes = ManyLambdas::plus;
        Function<Integer, Inner> constructor = Inner::new;
        Function<String, Integer> length = String::length;
        ToIntFunction<String> unboxed = String::length;
        IntToLongFunction widening = ManyLambdas::wide;
        Function<Integer, Long> longs = ManyLambdas::wide;
        Supplier<Long> shortLived = () -> (long) number;
        LongSupplier widened = () -> number;
        IntFunction<int[]> arrays = int[]::new;
        Supplier<String> past = super::describe;
        Consumer<Object> keep = all::add;
        Doubling doubling = () -> 21;
        Comparator<String> order = Comparator.<String>naturalOrder().reversed().thenComparing(s -> s.length());
        keep.accept(local);
        all.add(capturing.get());
        all.add(ints.applyAsInt(number, 1));
        all.add(boxes.apply(number, 2));
        all.add(constructor.apply(5).adder().apply(6));
        all.add(length.apply("four") + unboxed.applyAsInt("fives"));
        all.add(widening.applyAsLong(7));
        all.add(longs.apply(8));
        all.add(shortLived.get() + widened.getAsLong());
        all.add(arrays.apply(9).length);
        all.add(past.get());
        all.add(doubling.twice().get());
        all.add(Stream.of("a", "bb", "c").sorted(order).collect(Collectors.joining()));
        all.add(IntStream.range(0, 5)
                .boxed()
                .map(i -> i * i)
                .filter(i -> (i & 1) == 0)
                .collect(Collectors.toList()));
        try {
            all.add(Doubling.called().call());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        all.add(calls);
        return all.toString();
    }
}
