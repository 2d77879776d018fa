using Akka.Actor;
using AkkaOrm;
using AkkaOrm.Testing;
using Xunit;

namespace Integration.Tests.Queries;

/// <summary>A database that holds <see cref="Library"/>'s rows, and an engine on it. Tests only read.</summary>
public sealed class LibraryFixture : IAsyncLifetime
{
    private ActorSystem _system = null!;
    private EphemeralDatabase _database = null!;

    public Orm Orm { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var server = await EphemeralPostgres.SharedAsync();
        _database = await server.CreateDatabaseAsync("library");
        _system = ActorSystem.Create("library", "akka.loglevel = WARNING");
        Orm = Orm.Start(_system, Library.Model, _database.ConnectionString);
        await Orm.Schema.CreateAsync();
        await using var session = Orm.OpenSession();
        foreach (var author in Library.Authors) await session.ExecuteAsync($"insert into author (id, name, born) overriding system value values ({author.Id}, {author.Name}, {author.Born})");
        foreach (var topic in Library.Topics) await session.ExecuteAsync($"insert into topic (id, name) overriding system value values ({topic.Id}, {topic.Name})");
        foreach (var b in Library.Books)
        {
            await session.ExecuteAsync($"""
                insert into book (id, title, subtitle, pages, rating, rank, copies, price, weight, in_print, signed, kind, mood, published, sold, isbn, size_width, size_height, author_id, text) overriding system value
                values ({b.Id}, {b.Title}, {b.Subtitle}, {b.Pages}, {b.Rating}, {b.Rank}, {b.Copies}, {b.Price}, {b.Weight}, {b.InPrint}, {b.Signed}, {b.Kind}, {(int?)b.Mood}, {b.Published}, {b.Sold}, {b.Isbn.Value}, {b.Size.Width}, {b.Size.Height}, {b.AuthorId}, {b.Text.Value})
                """);
            foreach (var c in b.Chapters)
            {
                await session.ExecuteAsync($"insert into chapter (book_id, number, title) values ({c.BookId}, {c.Number}, {c.Title})");
                await session.ExecuteAsync($"insert into note (text, book_id, number) values ({c.Title}, {c.BookId}, {c.Number})");
            }
            foreach (var t in b.Topics) await session.ExecuteAsync($"insert into book_topic (book_id, topic_id) values ({b.Id}, {t.Id})");
        }
    }

    public async Task DisposeAsync()
    {
        await Orm.StopAsync();
        await _system.Terminate();
        await _database.DisposeAsync();
    }
}
