package dev.killswitch.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Our types as the language's. A struct is known to the checker by its fields; at run time its value is a plain map, which
 * the planner selects from alike.
 */
final class Types implements CelTypeProvider {
    static final String CONSTANTS = "constants of ";

    private final ImmutableMap<String, StructType> structs;
    private final ImmutableMap<String, CelType> variables;

    private Types(ImmutableMap<String, StructType> structs, ImmutableMap<String, CelType> variables) {
        this.structs = structs;
        this.variables = variables;
    }

    static Types of(Environment environment) {
        var structs = new LinkedHashMap<String, StructType>();
        var variables = new LinkedHashMap<String, CelType>();
        environment.variables().forEach((name, type) -> variables.put(name, type(type, structs)));
        environment.constants().forEach((name, parts) -> {
            var fields = new LinkedHashMap<String, ValueType>();
            parts.forEach((part, value) ->
                    fields.put(part, value instanceof Long ? ValueType.Scalar.INT : ValueType.Scalar.TEXT));
            variables.put(name, type(new ValueType.Struct(CONSTANTS + name, fields), structs));
        });
        return new Types(ImmutableMap.copyOf(structs), ImmutableMap.copyOf(variables));
    }

    /** A type of no environment, such as that of a result. */
    static CelType alone(ValueType type) {
        return type(type, new LinkedHashMap<>());
    }

    ImmutableMap<String, CelType> variables() {
        return variables;
    }

    private static CelType type(ValueType type, Map<String, StructType> structs) {
        return switch (type) {
            case ValueType.Scalar scalar ->
                switch (scalar) {
                    case BOOL -> SimpleType.BOOL;
                    case INT -> SimpleType.INT;
                    case TEXT -> SimpleType.STRING;
                    case TIME -> SimpleType.TIMESTAMP;
                    case ANY -> SimpleType.DYN;
                };
            case ValueType.Named _ -> SimpleType.INT;
            case ValueType.ListOf list -> ListType.create(type(list.item(), structs));
            case ValueType.MapOf map -> MapType.create(SimpleType.STRING, type(map.value(), structs));
            case ValueType.Struct struct -> struct(struct, structs);
        };
    }

    private static StructType struct(ValueType.Struct struct, Map<String, StructType> structs) {
        var types = ImmutableMap.<String, CelType>builder();
        struct.fields().forEach((name, type) -> types.put(name, type(type, structs)));
        ImmutableMap<String, CelType> fields = types.buildOrThrow();
        return structs.computeIfAbsent(
                struct.name(),
                name -> StructType.create(
                        name,
                        ImmutableSet.copyOf(fields.keySet()),
                        field -> Optional.<CelType>ofNullable(fields.get(field))));
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableSet.copyOf(structs.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(structs.get(name));
    }
}
