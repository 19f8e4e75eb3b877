package io.unishim.processor;

import com.palantir.javapoet.ClassName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Reads an interface of calls and reports what is wrong with it. */
final class FamilyReader {
    /** More would bring the adapter's switch near the 8,000 bytes past which a method is never compiled. */
    private static final int MAX_CALLS = 150;

    private static final int FIRST_CUSTOM = 1024;
    private static final int LAST_CUSTOM = 4095;
    private static final int REGISTERS = 6;

    /** Signatures that the view inherits from Object and View. */
    private static final Set<String> TAKEN = Set.of(
            "clone()",
            "finalize()",
            "getClass()",
            "hashCode()",
            "notify()",
            "notifyAll()",
            "shim()",
            "task()",
            "toString()",
            "wait()",
            "wait(long)",
            "wait(long,int)");

    private final Elements elements;
    private final Annotations annotations;
    private final Problems problems;
    private final ParameterReader parameters;

    FamilyReader(ProcessingEnvironment environment) {
        elements = environment.getElementUtils();
        annotations = new Annotations(elements);
        problems = new Problems(environment.getMessager());
        parameters = new ParameterReader(annotations, problems);
    }

    /** @return the family, or null if something is wrong with it, which was reported */
    @Nullable
    Family read(Element element) {
        AnnotationMirror mirror = annotations.find(element, Api.CALLS);
        String name = mirror == null ? null : annotations.value(mirror, "value", String.class);
        if (!(element instanceof TypeElement type) || name == null || !checkType(type)) {
            return null;
        }
        List<Call> calls = new ArrayList<>();
        Set<String> methods = new HashSet<>();
        Set<String> names = new HashSet<>();
        Set<Integer> numbers = new HashSet<>();
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            Call call = readCall(method, type.getSimpleName().toString());
            if (call != null) {
                calls.add(call);
                if (!names.add(call.constant())) {
                    problems.report(method, "the family has two calls named " + call.name());
                } else if (!methods.add(call.method())) {
                    problems.report(method, "the family has two methods named " + call.method());
                } else if (call.isCustom() && !numbers.add(call.customNumber())) {
                    problems.report(method, "the family has two calls of number " + call.customNumber());
                }
            }
        }
        if (calls.isEmpty() && problems.count() == 0) {
            problems.report(type, "a family has at least one call");
        }
        if (calls.size() > MAX_CALLS) {
            problems.report(type, "a family has at most " + MAX_CALLS + " calls, not " + calls.size() + ": split it");
        }
        return problems.count() > 0
                ? null
                : new Family(type, ClassName.get(type), name, List.copyOf(calls), seesGenerated(type));
    }

    private boolean seesGenerated(TypeElement type) {
        return elements.getTypeElement(elements.getModuleOf(type), Api.GENERATED.canonicalName()) != null;
    }

    private boolean checkType(TypeElement type) {
        if (type.getKind() != ElementKind.INTERFACE) {
            problems.report(type, "@Calls stands on an interface");
        } else if (type.getNestingKind() != NestingKind.TOP_LEVEL) {
            problems.report(type, "an interface of calls is not nested in another type");
        } else if (!type.getTypeParameters().isEmpty()) {
            problems.report(type, "an interface of calls has no type parameters");
        } else if (!type.getInterfaces().isEmpty()) {
            problems.report(type, "an interface of calls extends no other");
        }
        return problems.count() == 0;
    }

    private @Nullable Call readCall(ExecutableElement method, String family) {
        int before = problems.count();
        List<? extends VariableElement> declared = method.getParameters();
        if (!checkShape(method)) {
            return null;
        }
        AnnotationMirror mirror = annotations.find(method, Api.CALL_ANNOTATION);
        String name = member(mirror, "name", String.class, "");
        Call call = new Call(
                method.getSimpleName().toString(),
                declared.get(0).getSimpleName().toString(),
                name.isEmpty() ? method.getSimpleName().toString() : name,
                member(mirror, "number", Integer.class, -1),
                parameters.read(declared.subList(1, declared.size())),
                returns(mirror),
                member(mirror, "blocks", Boolean.class, false),
                member(mirror, "plainViewOnly", Boolean.class, false),
                Doc.of(elements.getDocComment(method), family));
        checkNumber(method, call.name(), call.customNumber());
        if (problems.count() == before) {
            checkParameters(method, call);
        }
        return call;
    }

    private boolean checkShape(ExecutableElement method) {
        List<? extends VariableElement> declared = method.getParameters();
        if (!method.getModifiers().contains(Modifier.ABSTRACT)) {
            problems.report(method, "a call is an abstract method: what serves it is elsewhere");
            return false;
        }
        if (!method.getTypeParameters().isEmpty()) {
            problems.report(method, "a call has no type parameters");
            return false;
        }
        if (!method.getThrownTypes().isEmpty()) {
            problems.report(method, "a call throws nothing: it returns a negative errno");
        }
        if (method.getReturnType().getKind() != TypeKind.LONG) {
            problems.report(method, "a call returns long: a value or a negative errno");
        }
        if (declared.isEmpty() || !ParameterReader.isTask(declared.get(0).asType())) {
            problems.report(declared.isEmpty() ? method : declared.get(0), "the first parameter of a call is the Task");
            return false;
        }
        return true;
    }

    private void checkParameters(ExecutableElement method, Call call) {
        if (call.registers() > REGISTERS) {
            problems.report(
                    method,
                    "a call has " + REGISTERS + " registers for its arguments, not " + call.registers()
                            + " (a buffer, an iovec and an array take two)");
        }
        for (int i = 0; i < call.required(); i++) {
            if (call.parameters().get(i).optional()) {
                problems.report(method.getParameters().get(i + 1), "an @Optional parameter stands last");
            }
        }
        if (call.plainViewOnly()) {
            return;
        }
        for (ViewMethod overload : ViewMethod.overloads(call)) {
            if (TAKEN.contains(overload.signature())) {
                problems.report(
                        method,
                        "in the friendly view, " + overload.signature()
                                + " would clash with a method of Object or View: name the method differently and the call by"
                                + " @Call(name = ...), or leave it out by plainViewOnly");
            }
        }
    }

    private <T> T member(@Nullable AnnotationMirror mirror, String member, Class<T> type, T otherwise) {
        T value = mirror == null ? null : annotations.value(mirror, member, type);
        return value == null ? otherwise : value;
    }

    private Call.Returns returns(@Nullable AnnotationMirror mirror) {
        VariableElement constant = mirror == null ? null : annotations.value(mirror, "returns", VariableElement.class);
        return constant == null
                ? Call.Returns.NOTHING
                : Call.Returns.valueOf(constant.getSimpleName().toString());
    }

    private void checkNumber(ExecutableElement method, String name, int number) {
        boolean ofLinux = isCallOfLinux(name);
        boolean inRange = number >= FIRST_CUSTOM && number <= LAST_CUSTOM;
        if (!name.matches("[A-Za-z_][A-Za-z_0-9]*")) {
            problems.report(method, '"' + name + "\" is not a name of letters, digits and underscores");
        } else if (ofLinux && number != -1) {
            problems.report(method, name + " is a call of Linux and has Linux's number");
        } else if (!ofLinux && number == -1) {
            problems.report(
                    method,
                    "Linux has no call named " + name + " (see io.unishim.abi.Syscall); a call of your own takes a"
                            + " number, " + FIRST_CUSTOM + " to " + LAST_CUSTOM + ": @Call(number = ...)");
        } else if (!ofLinux && !inRange) {
            problems.report(
                    method,
                    "a call that Linux does not have takes a number from " + FIRST_CUSTOM + " to " + LAST_CUSTOM
                            + ", not " + number);
        }
    }

    private boolean isCallOfLinux(String name) {
        TypeElement syscall = elements.getTypeElement(Api.SYSCALL.canonicalName());
        return syscall != null
                && name.equals(name.toLowerCase(Locale.ROOT))
                && syscall.getEnclosedElements().stream()
                        .anyMatch(e -> e.getKind() == ElementKind.ENUM_CONSTANT
                                && e.getSimpleName().contentEquals(Call.constant(name)));
    }
}
