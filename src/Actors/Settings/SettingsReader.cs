using Akka.Configuration;

namespace AkkaOrm.Settings;

/// <summary>Reads values of one section and remembers what is wrong with them, so that all faults are told at once.</summary>
internal sealed class SettingsReader(Config config)
{
    private const string Section = "akka.orm.";
    private readonly List<string> _faults = [];

    public string Text(string path) => config.GetString(path) ?? "";

    public int Count(string path, int atLeast, int atMost)
    {
        var text = Text(path);
        if (!long.TryParse(text, out var number)) return Wrong(path, text, "a whole number", atLeast);
        if (number < atLeast || number > atMost) return Wrong(path, text, $"between {atLeast} and {atMost}", atLeast);
        return (int)number;
    }

    public bool Switch(string path) => Text(path).ToLowerInvariant() switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        var other => Wrong(path, other, "on or off", false),
    };

    public string OneOf(string path, params string[] allowed)
    {
        var text = Text(path);
        return allowed.Contains(text) ? text : Wrong(path, text, string.Join(" or ", allowed), allowed[0]);
    }

    public TimeSpan Duration(string path, TimeSpan atLeast = default)
    {
        var text = Text(path);
        if (Parse(path) is not { } duration) return Wrong(path, text, "a duration, as in 500ms, 5s or 10m", atLeast);
        return duration >= atLeast ? duration : Wrong(path, text, $"at least {atLeast.TotalMilliseconds:0} ms", atLeast);
    }

    /// <summary>Null for <c>off</c>.</summary>
    public TimeSpan? DurationOrOff(string path)
    {
        var text = Text(path);
        if (text.ToLowerInvariant() is "off" or "false" or "no") return null;
        return Parse(path) is { } duration && duration > TimeSpan.Zero ? duration : Wrong<TimeSpan?>(path, text, "a duration above zero, as in 500ms, 5s or 10m, or off", null);
    }

    public void Require(bool holds, string fault)
    {
        if (!holds) _faults.Add(Section + fault);
    }

    public void ThrowFaults()
    {
        if (_faults.Count > 0) throw new ConfigurationException($"{_faults.Count} of the settings {(_faults.Count == 1 ? "is" : "are")} wrong:\n  " + string.Join("\n  ", _faults));
    }

    private TimeSpan? Parse(string path)
    {
        try
        {
            var duration = config.GetTimeSpan(path, null, allowInfinite: false);
            return duration < TimeSpan.Zero || duration > MaxDuration ? null : duration;
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ConfigurationException)
        {
            return null;
        }
    }

    // What a timer of the base class library can be set to.
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(24);

    private T Wrong<T>(string path, string text, string expected, T instead)
    {
        _faults.Add($"{Section}{path} is \"{text}\": it must be {expected}");
        return instead;
    }
}
