using System.Reflection;
using AkkaOrm.Types;

namespace AkkaOrm.Models;

/// <summary>How a value of each class is made: by the constructor that takes the most of its mapped members; the others are assigned after it.</summary>
internal static class ChooseConstructors
{
    public static void Apply(ModelDraft model)
    {
        foreach (var entity in model.Entities) Choose(model, entity, entity.Shape!);
    }

    private static void Choose(ModelDraft model, EntityDraft entity, ShapeDraft shape)
    {
        foreach (var member in shape.Members)
            if (member.ValueObject is { } inner) Choose(model, entity, inner);
        var what = shape.Type == entity.ClrType ? entity.Name : $"{ClrName.Of(shape.Type)} (a value object of {entity.Name})";
        if (shape.Type.IsAbstract)
        {
            model.Faults.Add($"{what} is abstract: only a class whose values can be made is mapped; map the classes derived from it.");
            return;
        }
        var all = shape.Type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Where(c => !IsCopying(c)).ToList();
        var chosen = all.Select(c => (Constructor: c, Arguments: Bind(c, shape)))
            .Where(c => c.Arguments is not null && SetsTheRest(c.Arguments, shape))
            .OrderByDescending(c => c.Constructor.IsPublic).ThenByDescending(c => c.Arguments!.Count(a => a is not null)).FirstOrDefault();
        if (chosen.Constructor is not null) (shape.Constructor, shape.Arguments) = (chosen.Constructor, chosen.Arguments!);
        else if (!shape.Type.IsValueType || !SetsTheRest([], shape)) model.Faults.Add($"{what} cannot be made from its columns: {Why(all, shape)} Add a parameterless constructor (it may be private), or name every parameter like the property it sets.");
    }

    /// <summary>What each parameter takes; null when one can take nothing.</summary>
    private static List<MemberDraft?>? Bind(ConstructorInfo constructor, ShapeDraft shape)
    {
        var arguments = new List<MemberDraft?>();
        foreach (var parameter in constructor.GetParameters())
        {
            var member = MemberOf(parameter, shape);
            if (member is null && !parameter.HasDefaultValue) return null;
            arguments.Add(member);
        }
        return arguments;
    }

    private static MemberDraft? MemberOf(ParameterInfo parameter, ShapeDraft shape) =>
        shape.Members.FirstOrDefault(m => string.Equals(m.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && m.Member.PropertyType == parameter.ParameterType);

    private static bool SetsTheRest(List<MemberDraft?> arguments, ShapeDraft shape) => shape.Members.All(m => m.CanAssign || arguments.Contains(m));

    private static bool IsCopying(ConstructorInfo constructor) => constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType;

    private static string Why(List<ConstructorInfo> all, ShapeDraft shape)
    {
        var reasons = all.Select(c => c.GetParameters().FirstOrDefault(p => !p.HasDefaultValue && MemberOf(p, shape) is null) is { } missing
            ? $"{Signature(c)} needs {missing.Name}, which is no mapped property of type {ClrName.Of(missing.ParameterType)}"
            : $"{Signature(c)} leaves {string.Join(", ", shape.Members.Where(m => !m.CanAssign && !c.GetParameters().Any(p => MemberOf(p, shape) == m)).Select(m => m.Name))} unset");
        return all.Count == 0 ? "it has no constructor." : string.Join("; ", reasons) + ".";
    }

    private static string Signature(ConstructorInfo constructor) =>
        $"{ClrName.Bare(constructor.DeclaringType!)}({string.Join(", ", constructor.GetParameters().Select(p => $"{ClrName.Of(p.ParameterType)} {p.Name}"))})";
}
