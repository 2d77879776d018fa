using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace AkkaOrm.House;

/// <summary>What users see of an assembly, a member a line, and the text that was agreed on.</summary>
/// <remarks>A change on purpose: run the tests with <c>AKKAORM_APPROVE_API=1</c> and read the difference before committing it.</remarks>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly NullabilityInfoContext Nullability = new();

    public static void MatchesApproved(Assembly assembly, string path)
    {
        var actual = Of(assembly);
        var file = Path.Combine(SourceTree.Root, path);
        if (Environment.GetEnvironmentVariable("AKKAORM_APPROVE_API") == "1") File.WriteAllText(file, actual);
        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        var (now, before) = (actual.Split('\n').ToHashSet(), approved.Split('\n').ToHashSet());
        var differences = now.Except(before).Select(line => "+ " + line).Concat(before.Except(now).Select(line => "- " + line)).ToList();
        Assert.True(actual == approved, $"{path} is not what {assembly.GetName().Name} shows. On purpose? AKKAORM_APPROVE_API=1 dotnet test\n{string.Join("\n", differences)}");
    }

    private static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal)) text.Append("    ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static string Header(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : IsRecord(type) ? "record" : "class";
        var modifier = type is { IsAbstract: true, IsSealed: true } ? "static " : type is { IsInterface: false, IsAbstract: true } ? "abstract " : type is { IsSealed: true, IsValueType: false } ? "sealed " : "";
        var parents = new[] { type.BaseType }.Where(b => b is not null && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum)).Concat(OwnInterfaces(type)).Select(b => Name(b!));
        var list = string.Join(", ", parents);
        return $"{modifier}{kind} {(type.Namespace is { } space ? space + "." : "")}{Name(type)}{(list.Length > 0 ? " : " + list : "")}";
    }

    private static IEnumerable<Type> OwnInterfaces(Type type)
    {
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        return type.IsEnum ? [] : type.GetInterfaces().Except(inherited).Where(i => i.IsPublic || i.IsNestedPublic).OrderBy(Name, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        var constructors = type.GetConstructors(Declared).Where(Visible).Select(c => $"{type.Name.Split('`')[0]}({Parameters(c)})");
        var methods = type.GetMethods(Declared).Where(m => Visible(m) && Counts(m) && !(m.IsSpecialName && !m.Name.StartsWith("op_", StringComparison.Ordinal))).Select(Method);
        var properties = type.GetProperties(Declared).Where(p => p.GetAccessors(true).Any(Visible) && p.Name != "EqualityContract").Select(Property);
        var fields = type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily).Select(f => $"{(f.IsLiteral ? "const " : f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}");
        var events = type.GetEvents(Declared).Where(e => Visible(e.AddMethod!)).Select(e => $"event {Name(e.EventHandlerType!)} {e.Name}");
        return [.. constructors, .. methods, .. properties, .. fields, .. events];
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        return $"{Modifier(method)}{Name(method.ReturnType, Nullability.Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Property(PropertyInfo property)
    {
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";
        var set = property.SetMethod is { } setter && Visible(setter) ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;" : "";
        var get = property.GetMethod is { } getter && Visible(getter) ? " get;" : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{required}{Modifier(property.GetAccessors(true)[0])}{Name(property.PropertyType, Nullability.Create(property))} {property.Name}{index} {{{get}{set} }}";
    }

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var way = parameter.ParameterType.IsByRef ? parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref " : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var value = !parameter.HasDefaultValue ? "" : parameter.DefaultValue is { } given ? $" = {given}" : " = default";
        return $"{way}{Name(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Modifier(MethodBase method) =>
        (method.IsFamily ? "protected " : "") + (method.IsStatic ? "static " : method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract " : method is { IsVirtual: true, IsFinal: false, DeclaringType: { IsInterface: false, IsSealed: false } } ? "virtual " : "");

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily && method.DeclaringType is { IsSealed: false };

    // What a record's compiler writes says nothing that "record" does not.
    private static bool Counts(MethodInfo method) =>
        !method.Name.Contains('<', StringComparison.Ordinal) && !(IsRecord(method.DeclaringType!) && method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.Name != "Deconstruct");

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static string Name(Type type) => Name(type, null);

    private static string Name(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef) return Name(type.GetElementType()!, nullability);
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying) + "?";
        var mark = nullability is { ReadState: NullabilityState.Nullable } or { WriteState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (type.IsArray) return $"{Name(type.GetElementType()!, nullability?.ElementType)}[]{mark}";
        // Of an unconstrained parameter every use may be null: saying so would say nothing.
        if (type.IsGenericParameter) return type.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? type.Name + mark : type.Name;
        var own = type.Name.Split('`')[0];
        var arguments = type.GetGenericArguments();
        var outer = type.DeclaringType is { } declaring ? Name(declaring) + "." : "";
        if (type.DeclaringType is { IsGenericType: true } around) arguments = arguments[around.GetGenericArguments().Length..];
        if (arguments.Length == 0) return outer + Keyword(type, own) + mark;
        var inner = nullability?.GenericTypeArguments is { Length: > 0 } given && given.Length == arguments.Length ? given : null;
        return $"{outer}{own}<{string.Join(", ", arguments.Select((a, i) => Name(a, inner?[i])))}>{mark}";
    }

    private static string Keyword(Type type, string name) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => name,
        TypeCode.String => "string",
        TypeCode.Boolean => "bool",
        TypeCode.Int32 => "int",
        TypeCode.Int64 => "long",
        TypeCode.UInt32 => "uint",
        TypeCode.Double => "double",
        TypeCode.Decimal => "decimal",
        _ => type == typeof(object) ? "object" : type == typeof(void) ? "void" : name,
    };
}
