using System.Net;
using System.Security.Cryptography;

namespace AkkaOrm.Children;

/// <summary>Answers the download of the server's archive, and of its checksum, from a file.</summary>
internal sealed class ArchiveHandler(string archive) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var bytes = await File.ReadAllBytesAsync(archive, cancellationToken);
        HttpContent? content = path.EndsWith(".jar", StringComparison.Ordinal) ? new ByteArrayContent(bytes)
            : path.EndsWith(".jar.sha256", StringComparison.Ordinal) ? new StringContent(Convert.ToHexStringLower(SHA256.HashData(bytes)))
            : null;
        return content is null ? new HttpResponseMessage(HttpStatusCode.NotFound) { RequestMessage = request }
            : new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = content };
    }
}
