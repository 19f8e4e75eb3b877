package io.unishim.lambda;

/** Whose method is called past an overriding one. */
class Named {
    protected String describe() {
        return "named";
    }
}
