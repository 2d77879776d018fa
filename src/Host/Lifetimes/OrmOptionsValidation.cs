using Akka.Configuration;
using AkkaOrm.Settings;
using Microsoft.Extensions.Options;

namespace AkkaOrm.Lifetimes;

/// <summary>Judges options as HOCON is judged, and names each that is wrong.</summary>
/// <param name="where">The section of the configuration they come from; null when they come from code.</param>
internal sealed class OrmOptionsValidation(string name, string? where) : IValidateOptions<OrmOptions>
{
    public ValidateOptionsResult Validate(string? given, OrmOptions options)
    {
        if (given != name) return ValidateOptionsResult.Skip;
        try
        {
            AkkaOrmSettings.Create(options.ToConfig());
            return ValidateOptionsResult.Success;
        }
        catch (ConfigurationException faults)
        {
            return ValidateOptionsResult.Fail(faults.Message.Split('\n').Skip(1).Select(fault => Named(fault.Trim(), options)));
        }
    }

    private string Named(string fault, OrmOptions options)
    {
        foreach (var (property, path, _) in options.Settings)
            if (fault.StartsWith($"akka.orm.{path} ", StringComparison.Ordinal)) return $"OrmOptions.{property}{(where is null ? "" : $" ({where}:{property})")}: {fault}";
        return $"OrmOptions: {fault}";
    }
}
