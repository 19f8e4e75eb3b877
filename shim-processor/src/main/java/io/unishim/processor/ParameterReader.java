package io.unishim.processor;

import com.palantir.javapoet.ClassName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a call and reports what is wrong with them. */
final class ParameterReader {
    private final Annotations annotations;
    private final Problems problems;

    ParameterReader(Annotations annotations, Problems problems) {
        this.annotations = annotations;
        this.problems = problems;
    }

    /** What an annotation makes of an integer. */
    private record Meaning(String annotation, String ofInt, String ofLong) {
        boolean fits(Shape shape) {
            return !kind(shape).isEmpty();
        }

        String kind(Shape shape) {
            return shape == Shape.INT ? ofInt : shape == Shape.LONG ? ofLong : "";
        }

        String where() {
            return ofInt.isEmpty() ? "a long" : ofLong.isEmpty() ? "an int" : "an int or a long";
        }
    }

    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("Fd", "FD", ""),
            new Meaning("DirFd", "DIRFD", ""),
            new Meaning("Mode", "MODE", ""),
            new Meaning("Signo", "SIGNAL", ""),
            new Meaning("Address", "", "ADDRESS"),
            new Meaning("Unsigned", "UNSIGNED_INT", "UNSIGNED_LONG"),
            new Meaning("Flags", "FLAGS", "FLAGS"),
            new Meaning("OneOf", "ONE_OF", "ONE_OF"));

    private static final Set<Shape> FILLED =
            Set.of(Shape.BUFFER, Shape.IOVEC, Shape.REF, Shape.ARRAY, Shape.INTS, Shape.LONGS);

    static boolean isTask(TypeMirror type) {
        return type instanceof DeclaredType declared
                && ClassName.get((TypeElement) declared.asElement()).equals(Api.TASK);
    }

    /** @return the parameters that could be read; what is wrong with the others was reported */
    List<Parameter> read(List<? extends VariableElement> declared) {
        List<Parameter> all = new ArrayList<>();
        int slot = 0;
        for (VariableElement variable : declared) {
            Parameter parameter = read(variable, slot);
            if (parameter != null) {
                all.add(parameter);
                slot += parameter.shape().registers;
            }
        }
        return List.copyOf(all);
    }

    private @Nullable Parameter read(VariableElement variable, int slot) {
        Shape shape = shape(variable);
        if (shape == null) {
            return null;
        }
        boolean out = annotations.has(variable, Api.annotation("Out"));
        if (out && !FILLED.contains(shape)) {
            problems.report(variable, "@Out stands on what a call can fill: a buffer, structure, array or integer");
        }
        Meaning meaning = meaning(variable, shape);
        AnnotationMirror constants = meaning != null
                        && (meaning.kind(shape).equals("FLAGS")
                                || meaning.kind(shape).equals("ONE_OF"))
                ? annotations.find(variable, Api.annotation(meaning.annotation()))
                : null;
        return new Parameter(
                variable.getSimpleName().toString(),
                shape,
                slot,
                meaning == null ? shape.kind : meaning.kind(shape),
                out,
                annotations.has(variable, Api.annotation("Optional")),
                constants == null ? null : constantsClass(variable, constants),
                constants == null ? "" : prefix(constants),
                shape.hasStruct() ? struct(variable) : null);
    }

    private @Nullable Shape shape(VariableElement variable) {
        TypeMirror type = variable.asType();
        Shape shape = switch (type.getKind()) {
            case INT -> Shape.INT;
            case LONG -> Shape.LONG;
            case DECLARED ->
                Shape.of(((TypeElement) ((DeclaredType) type).asElement())
                        .getQualifiedName()
                        .toString());
            default -> null;
        };
        if (type.getKind() == TypeKind.ERROR) {
            problems.giveUp();
        } else if (shape == null) {
            problems.report(variable, "a parameter of a call is one of " + Shape.list() + ", not " + type);
        }
        return shape;
    }

    private @Nullable Meaning meaning(VariableElement variable, Shape shape) {
        Meaning found = null;
        for (Meaning meaning : MEANINGS) {
            if (!annotations.has(variable, Api.annotation(meaning.annotation()))) {
                continue;
            }
            if (!meaning.fits(shape)) {
                problems.report(variable, "@" + meaning.annotation() + " stands on " + meaning.where());
            } else if (found != null) {
                problems.report(
                        variable, "@" + found.annotation() + " and @" + meaning.annotation() + " exclude each other");
            } else {
                found = meaning;
            }
        }
        return found;
    }

    private String prefix(AnnotationMirror mirror) {
        String prefix = annotations.value(mirror, "prefix", String.class);
        return prefix == null ? "" : prefix;
    }

    private @Nullable ClassName constantsClass(VariableElement variable, AnnotationMirror mirror) {
        DeclaredType type = annotations.value(mirror, "value", DeclaredType.class);
        if (type == null || type.getKind() == TypeKind.ERROR) {
            problems.giveUp();
            return null;
        }
        TypeElement holder = (TypeElement) type.asElement();
        String prefix = prefix(mirror);
        boolean found = holder.getEnclosedElements().stream()
                .anyMatch(e -> e.getKind() == ElementKind.FIELD
                        && e.getModifiers().contains(Modifier.STATIC)
                        && e.getSimpleName().toString().startsWith(prefix));
        if (!found) {
            problems.report(variable, holder.getSimpleName() + " has no constant whose name begins with " + prefix);
        }
        return ClassName.get(holder);
    }

    private @Nullable ClassName struct(VariableElement variable) {
        List<? extends TypeMirror> arguments = ((DeclaredType) variable.asType()).getTypeArguments();
        if (arguments.isEmpty() || arguments.get(0).getKind() != TypeKind.DECLARED) {
            if (!arguments.isEmpty() && arguments.get(0).getKind() == TypeKind.ERROR) {
                problems.giveUp();
            } else {
                problems.report(variable, variable.asType() + " names the record that holds the structure");
            }
            return null;
        }
        TypeElement type = (TypeElement) ((DeclaredType) arguments.get(0)).asElement();
        boolean found = type.getEnclosedElements().stream().anyMatch(e -> isLayoutOf(e, type));
        if (!found) {
            problems.report(
                    variable,
                    type.getSimpleName() + " has no public static field LAYOUT of type StructLayout<"
                            + type.getSimpleName() + ">");
        }
        return ClassName.get(type);
    }

    private static boolean isLayoutOf(javax.lang.model.element.Element field, TypeElement type) {
        return field.getKind() == ElementKind.FIELD
                && field.getSimpleName().contentEquals("LAYOUT")
                && field.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.PUBLIC))
                && field.asType() instanceof DeclaredType declared
                && ClassName.get((TypeElement) declared.asElement()).equals(Api.STRUCT_LAYOUT)
                && declared.getTypeArguments().size() == 1
                && declared.getTypeArguments().get(0) instanceof DeclaredType of
                && of.asElement().equals(type);
    }
}
