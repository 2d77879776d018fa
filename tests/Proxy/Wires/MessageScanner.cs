namespace AkkaOrm.Wires;

/// <summary>Finds the messages in a direction's bytes, wherever these are cut: a type byte, then the length of the rest as four bytes, high one first.</summary>
internal sealed class MessageScanner
{
    private const int HeaderLength = 5;

    private readonly byte[] _header = new byte[HeaderLength];
    private int _have;
    private long _left;

    /// <summary>How many more bytes belong to the message that began without a type byte.</summary>
    public void Skip(int bytes) => _left = bytes;

    /// <summary>Goes on by some bytes, and tells the type of each message that begins in them.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Action<char> message)
    {
        while (bytes.Length > 0)
        {
            if (_left > 0)
            {
                var passed = (int)Math.Min(_left, bytes.Length);
                _left -= passed;
                bytes = bytes[passed..];
                continue;
            }
            var taken = Math.Min(HeaderLength - _have, bytes.Length);
            bytes[..taken].CopyTo(_header.AsSpan(_have));
            bytes = bytes[taken..];
            _have += taken;
            if (_have < HeaderLength) return;
            _have = 0;
            _left = Math.Max(0, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(1)) - sizeof(int));
            message((char)_header[0]);
        }
    }
}
