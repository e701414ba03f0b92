package dev.killswitch.expression;

/** What is wrong with an expression. Line and column count from 1 within it, the column in code points. */
public record Mistake(int line, int column, String found, String expected) {}
