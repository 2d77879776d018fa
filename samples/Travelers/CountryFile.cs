using System.Text.Json;

namespace Travelers;

/// <summary>The data file beside this sample: a row for each country of ISO 3166-1.</summary>
internal static class CountryFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private sealed record Line(string Code, string Name, string Region);

    public static async Task<IReadOnlyList<Country>> ReadAsync()
    {
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "countries.json"));
        var lines = await JsonSerializer.DeserializeAsync<Line[]>(file, Options) ?? throw new InvalidDataException("countries.json is empty.");
        return [.. lines.Select(line => new Country(0, line.Code, line.Name, line.Region))];
    }
}
