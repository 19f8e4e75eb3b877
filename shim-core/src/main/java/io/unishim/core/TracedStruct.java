package io.unishim.core;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A structure as a trace writes it: its members by the names of the record's components. */
final class TracedStruct {
    private TracedStruct() {}

    static String of(@Nullable Object value) {
        return value instanceof Record structure ? record(structure) : String.valueOf(value);
    }

    private static String record(Record structure) {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        try {
            for (RecordComponent each : structure.getClass().getRecordComponents()) {
                text.add(each.getName() + "="
                        + member(each.getName(), each.getAccessor().invoke(structure)));
            }
            return text.toString();
        } catch (ReflectiveOperationException e) {
            // A library's own record that its module does not export can still describe itself.
            return "{" + structure + "}";
        }
    }

    private static String member(String name, @Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return TracedText.quoted(bytes, bytes.length);
        }
        if (value != null && value.getClass().isArray()) {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            for (int i = 0; i < Array.getLength(value); i++) {
                text.add(of(Array.get(value, i)));
            }
            return text.toString();
        }
        if (value instanceof Integer mode && name.equals("mode")) {
            return "0" + Integer.toOctalString(mode);
        }
        return of(value);
    }
}
