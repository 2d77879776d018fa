using AkkaOrm.Schemas;

namespace AkkaOrm;

/// <summary>What a model looks like to the database.</summary>
public static class ModelExtensions
{
    /// <summary>The SQL that makes the model's tables where they are missing: statements ended by semicolons, one transaction.</summary>
    public static string ToSql(this Model model) => $"BEGIN;\n\n{string.Join("\n\n", SchemaGenerator.CreateScript(model).Select(s => s + ";"))}\n\nCOMMIT;\n";
}
