using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Akka.Configuration;
using AkkaOrm.House;
using AkkaOrm.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace AkkaOrm;

/// <summary>A setting is one thing, whether it is written in HOCON, in code or in a configuration.</summary>
public sealed class OrmOptionsTests
{
    private static readonly IReadOnlyList<PropertyInfo> Properties = [.. typeof(OrmOptions).GetProperties()];

    /// <summary>Paths of reference.conf below <c>akka.orm</c>.</summary>
    private static readonly IReadOnlyList<string> Paths = [.. AkkaOrmSettings.DefaultConfig().GetConfig("akka.orm").AsEnumerable().SelectMany(s => Leaves(s.Key, s.Value))];

    [Fact]
    public void Every_setting_is_an_option_and_every_option_a_setting()
    {
        Assert.Equal(Paths.Order(), new OrmOptions().Settings.Select(s => s.Path).Order());
        Assert.Equal(Properties.Select(p => p.Name).Order(), new OrmOptions().Settings.Select(s => s.Property).Order());
    }

    [Fact]
    public void What_is_not_set_is_left_to_HOCON() => Assert.Equal(AkkaOrmSettings.Create(null), AkkaOrmSettings.Create(new OrmOptions().ToConfig()));

    [Fact]
    public void HOCON_options_and_configuration_say_the_same()
    {
        foreach (var property in Properties)
        {
            var (value, hocon, text) = Sample(property);
            var options = new OrmOptions();
            property.SetValue(options, value);
            var path = options.Settings.Single(s => s.Property == property.Name).Path;
            var bound = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [property.Name] = text }).Build().Get<OrmOptions>()!;

            var expected = AkkaOrmSettings.Create(ConfigurationFactory.ParseString($"{path} = {hocon}"));
            Assert.NotEqual(AkkaOrmSettings.Create(null), expected);
            Assert.Equal(expected, AkkaOrmSettings.Create(options.ToConfig()));
            Assert.Equal(expected, AkkaOrmSettings.Create(bound.ToConfig()));
        }
    }

    [Fact]
    public void A_duration_is_switched_off_by_the_infinite_one() =>
        Assert.Null(AkkaOrmSettings.Create(new OrmOptions { MaxLifetime = Timeout.InfiniteTimeSpan }.ToConfig()).Connections.MaxLifetime);

    [Fact]
    public void A_text_arrives_as_it_is()
    {
        const string text = "Host=db;Password=\"a\\b{c}#$,\n'";
        Assert.Equal(text, AkkaOrmSettings.Create(new OrmOptions { ConnectionString = text }.ToConfig()).ConnectionString);
    }

    /// <summary>A comment stands right above each setting, or above the setting before it that it belongs to.</summary>
    [Fact]
    public void Every_setting_is_documented_where_it_stands()
    {
        var above = "";
        foreach (var line in SourceTree.Text("hocon/reference.conf").Split('\n').Select(l => l.Trim()))
        {
            var isSetting = Regex.IsMatch(line, @"^[\w-]+ *(=|\{)");
            if (isSetting && !line.StartsWith("akka.orm", StringComparison.Ordinal)) Assert.True(above.StartsWith('#') || Regex.IsMatch(above, @"^[\w-]+ *=") || line.EndsWith('{'), line);
            above = line;
        }
    }

    // Values that no setting has by default, allowed for each.
    private static (object Value, string Hocon, string Text) Sample(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(string)) return ("x y", "\"x y\"", "x y");
        if (type == typeof(int)) return (77, "77", "77");
        if (type == typeof(TimeSpan)) return (TimeSpan.FromMilliseconds(3500), "3500ms", "00:00:03.500");
        var set = property.Name is not (nameof(OrmOptions.OtherOwnersWait) or nameof(OrmOptions.ShareReads));
        return (set, property.Name == nameof(OrmOptions.OtherOwnersWait) ? "refuse" : set ? "on" : "off", set.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string> Leaves(string path, Akka.Configuration.Hocon.HoconValue value) =>
        value.IsObject() ? value.GetObject().Items.SelectMany(item => Leaves($"{path}.{item.Key}", item.Value)) : [path];
}
