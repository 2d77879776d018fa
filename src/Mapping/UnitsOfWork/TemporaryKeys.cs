using System.Security.Cryptography;

namespace AkkaOrm.UnitsOfWork;

/// <summary>Names for rows that have no key yet, which are also the keys of those whose key is a uuid that nobody else makes.</summary>
/// <remarks>UUID version 7 (RFC 9562 §5.7). The random bits of many are asked of the system at once: asking costs more than all the rest of a new row.</remarks>
internal static class TemporaryKeys
{
    private const int RandomBytes = 10, AtOnce = 64;

    [ThreadStatic] private static byte[]? t_random;
    [ThreadStatic] private static int t_used;

    public static Guid Next()
    {
        var random = t_random;
        if (random is null || t_used == random.Length)
        {
            RandomNumberGenerator.Fill(random ??= t_random = new byte[AtOnce * RandomBytes]);
            t_used = 0;
        }
        Span<byte> key = stackalloc byte[16];
        var milliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) key[i] = (byte)(milliseconds >> (40 - (8 * i)));
        var fresh = random.AsSpan(t_used, RandomBytes);
        fresh.CopyTo(key[6..]);
        fresh.Clear();
        t_used += RandomBytes;
        key[6] = (byte)((key[6] & 0x0F) | 0x70);
        key[8] = (byte)((key[8] & 0x3F) | 0x80);
        return new Guid(key, bigEndian: true);
    }
}
