using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using AkkaOrm.Models;
using AkkaOrm.Relations;

namespace AkkaOrm.Tests.Models;

/// <summary>How relation properties become pairs with keys.</summary>
public sealed class RelationsTests
{
    [Theory]
    [InlineData(typeof(Traveler), "Destination", "ToOne Country: DestinationId = Id, inverse Travelers, SetNull")]
    [InlineData(typeof(Country), "Travelers", "ToMany Traveler: Id = DestinationId, inverse Destination, SetNull")]
    [InlineData(typeof(Country), "Region", "ToOne Region: RegionId = Id, inverse Countries, required, Restrict")]
    [InlineData(typeof(Visit), "Traveler", "ToOne Traveler: TravelerId = Id, inverse Visits, required, Restrict")]
    [InlineData(typeof(Visit), "Country", "ToOne Country: CountryId = Id, inverse (Visit.Country), required, Restrict")]
    [InlineData(typeof(Employee), "Manager", "ToOne Employee: ManagerId = Id, inverse Reports, SetNull")]
    [InlineData(typeof(Employee), "Reports", "ToMany Employee: Id = ManagerId, inverse Manager, SetNull")]
    [InlineData(typeof(Order), "Buyer", "ToOne Traveler: BuyerId = Id, inverse (Order.Buyer), required, Restrict")]
    [InlineData(typeof(Order), "Lines", "ToMany OrderLine: Id = OrderId, inverse Order, required, Restrict, orphans deleted, by Number")]
    [InlineData(typeof(Playlist), "Tracks", "ManyToMany Track: Id = Id, inverse Playlists, through playlist_track (playlist_id) (track_id)")]
    [InlineData(typeof(Track), "Playlists", "ManyToMany Playlist: Id = Id, inverse Tracks, through playlist_track (track_id) (playlist_id)")]
    public void Relations_of_the_first_program(Type type, string name, string expected) => Assert.Equal(expected, Describe(Shop.Model.Entity(type).Relation(name)!));

    [Fact]
    public void A_foreign_key_without_a_property_is_a_column_of_the_database_alone()
    {
        var buyer = Shop.Model.Entity(typeof(Order)).Property("BuyerId")!;
        Assert.Equal(("buyer_id", true, false, true), (buyer.Column, buyer.IsShadow, buyer.IsNullable, buyer.IsForeignKey));
    }

    [Fact]
    public void The_side_that_no_property_shows_is_there_all_the_same()
    {
        var hidden = Shop.Model.Entity(typeof(Traveler)).Relations.Single(r => r.Member is null);
        Assert.Equal(("(Order.Buyer)", RelationKind.ToMany, false), (hidden.Name, hidden.Kind, hidden.HoldsForeignKey));
        Assert.Null(Shop.Model.Entity(typeof(Traveler)).Relation("(Order.Buyer)"));
        Assert.All(Shop.Model.EntityTypes, t => Assert.Equal(Enumerable.Range(0, t.Relations.Length), t.Relations.Select(r => r.Ordinal)));
    }

    [Fact]
    public void An_unloaded_relation_is_an_argument_or_an_assignment_that_knows_its_place()
    {
        var region = Shop.Model.Entity(typeof(Country)).Construction.Arguments.OfType<MemberSource.Related>().Single();
        Assert.Equal(new RelationInfo("Country", "Region"), region.Relation.Info);
    }

    public sealed record Person { public int Id { get; init; } public ToOne<Passport?> Passport { get; init; } }
    public sealed record Passport { public int Id { get; init; } public ToOne<Person> Holder { get; init; } }

    [Fact]
    public void Of_a_one_to_one_the_side_that_cannot_do_without_holds_the_key_and_it_is_unique()
    {
        var model = Model.Create(m => m.Entity<Person>().Entity<Passport>());
        Assert.Equal("ToOne Person: HolderId = Id, inverse Passport, required, Restrict", Describe(model.Entity(typeof(Passport)).Relation("Holder")!));
        var passport = model.Entity(typeof(Person)).Relation("Passport")!;
        Assert.Equal((false, RelationKind.ToOne), (passport.HoldsForeignKey, passport.Kind));
        Assert.Equal("passport_holder_id_key", Assert.Single(model.Tables[1].Indexes, i => i.IsUnique).Name);
    }

    public sealed record Match
    {
        public int Id { get; init; }
        public int HomeId { get; init; }
        [ForeignKey("Home")] public int Host { get; init; }
        public ToOne<Team> Home { get; init; }
        [ForeignKey("Guest")] public ToOne<Team?> Away { get; init; }
        public int? Guest { get; init; }
    }

    public sealed record Team
    {
        public int Id { get; init; }
        [InverseProperty("Home")] public ToMany<Match> AtHome { get; init; }
        [InverseProperty("Away")] public ToMany<Match> OnTour { get; init; }
    }

    [Fact]
    public void Attributes_name_inverses_and_foreign_keys()
    {
        var model = Model.Create(m => m.Entity<Match>().Entity<Team>());
        Assert.Equal("ToMany Match: Id = Host, inverse Home, required, Restrict", Describe(model.Entity(typeof(Team)).Relation("AtHome")!));
        Assert.Equal("ToOne Team: Guest = Id, inverse OnTour, SetNull", Describe(model.Entity(typeof(Match)).Relation("Away")!));
    }

    public sealed record Hall { public string City { get; init; } = ""; public int Number { get; init; } public string Code { get; init; } = ""; public ToMany<Show> Shows { get; init; } }

    public sealed record Show
    {
        public int Id { get; init; }
        public string? HallCity { get; init; }
        public int? HallNumber { get; init; }
        public ToOne<Hall?> Hall { get; init; }
        public string NextCode { get; init; } = "";
        public ToOne<Hall> Next { get; init; }
    }

    [Fact]
    public void Composite_and_alternate_keys_are_referred_to_in_their_order()
    {
        var model = Model.Create(m => m
            .Entity<Hall>(e => e.HasKey(x => new { x.City, x.Number }))
            .Entity<Show>(e =>
            {
                e.HasOne(x => x.Hall).WithMany(x => x.Shows);
                e.HasOne(x => x.Next).WithMany().HasForeignKey(x => x.NextCode).HasPrincipalKey(x => x.Code).OnDelete(DeleteBehavior.Cascade);
            }));
        var show = model.Entity(typeof(Show));
        Assert.Equal("ToOne Hall: HallCity, HallNumber = City, Number, inverse Shows, SetNull", Describe(show.Relation("Hall")!));
        Assert.Equal("ToOne Hall: NextCode = Code, inverse (Show.Next), required, Cascade", Describe(show.Relation("Next")!));
        Assert.Equal("hall_code_key", Assert.Single(model.Tables[0].Indexes).Name);
        Assert.Equal(("Oslo", 4), EntityKeys.Of(new Hall { City = "Oslo", Number = 4 }));
    }

    [Fact]
    public void A_foreign_key_of_many_columns_without_properties_has_a_column_for_each()
    {
        var model = Model.Create(m => m.Entity<Place>(e => e.HasKey(x => new { x.City, x.Number })).Entity<Guide>());
        Assert.Equal(["base_city", "base_number"], model.Entity(typeof(Guide)).Relation("Base")!.FromKey.Select(p => p.Column));
    }

    public sealed record Guide { public int Id { get; init; } public ToOne<Place?> Base { get; init; } }
    public sealed record Place { public string City { get; init; } = ""; public int Number { get; init; } }

    public sealed record Author { public int Id { get; init; } public ToMany<Article> Articles { get; init; } }
    public sealed record Article { public int Id { get; init; } public ToMany<Author> Authors { get; init; } }

    [Fact]
    public void Two_collections_of_each_other_are_many_to_many_through_a_table_named_after_both()
    {
        var model = Model.Create(m => m.Entity<Author>().Entity<Article>());
        Assert.Equal("ManyToMany Article: Id = Id, inverse Authors, through article_author (author_id) (article_id)", Describe(model.Entity(typeof(Author)).Relation("Articles")!));
    }

    public sealed record Writing { [Key, Column(Order = 0)] public int AuthorId { get; init; } [Key, Column(Order = 1)] public int ArticleId { get; init; } [DefaultSql("now()")] public DateTimeOffset Since { get; init; } public ToOne<Author> Author { get; init; } public ToOne<Article> Article { get; init; } }

    [Fact]
    public void A_link_may_go_through_the_table_of_an_entity()
    {
        var model = Model.Create(m => m.Entity<Author>(e => e.HasMany(x => x.Articles).WithMany(x => x.Authors).Through<Writing>()).Entity<Article>().Entity<Writing>());
        var link = model.Entity(typeof(Article)).Relation("Authors")!.Link!;
        Assert.Equal(("writing", true, "article_id", "author_id"), (link.Table, link.IsEntity, link.FromColumns[0], link.ToColumns[0]));
        Assert.Equal(3, model.Tables.Length);
    }

    public sealed record Friend { public int Id { get; init; } public ToMany<Friend> Likes { get; init; } public ToMany<Friend> LikedBy { get; init; } }

    [Fact]
    public void A_class_may_be_linked_with_itself()
    {
        var model = Model.Create(m => m.Entity<Friend>(e => e.HasMany(x => x.Likes).WithMany(x => x.LikedBy).Through("likes", ["who"], ["whom"])));
        Assert.Equal("ManyToMany Friend: Id = Id, inverse Likes, through likes (whom) (who)", Describe(model.Entity(typeof(Friend)).Relation("LikedBy")!));
        Assert.Equal(2, model.Tables.Length);
    }

    [Fact]
    public void A_relation_said_from_both_sides_is_one()
    {
        var model = Model.Create(m => m
            .Entity<Hall>(e => { e.HasKey(x => new { x.City, x.Number }); e.HasMany(x => x.Shows).WithOne(x => x.Hall).OrderBy(x => x.Id); })
            .Entity<Show>(e => { e.HasOne(x => x.Hall).WithMany(x => x.Shows).OnDelete(DeleteBehavior.Cascade); e.HasOne(x => x.Next).WithMany().HasForeignKey(x => x.NextCode).HasPrincipalKey(x => x.Code); }));
        Assert.Equal("ToMany Show: City, Number = HallCity, HallNumber, inverse Hall, Cascade, by Id", Describe(model.Entity(typeof(Hall)).Relation("Shows")!));
    }

    [Fact]
    public void A_relation_may_be_required_where_the_type_does_not_say_it()
    {
        var model = Model.Create(m => m.Entity<Place>(e => e.HasKey(x => x.Number)).Entity<Guide>(e => e.HasOne(x => x.Base).WithMany().IsRequired()));
        var relation = model.Entity(typeof(Guide)).Relation("Base")!;
        Assert.Equal((true, false, DeleteBehavior.Restrict), (relation.IsRequired, relation.FromKey[0].IsNullable, relation.OnDelete));
    }

    [Fact]
    public void The_key_of_an_entity_is_known_to_its_relations()
    {
        _ = Shop.Model;
        Assert.Equal((7, 578), EntityKeys.Of(new Visit { TravelerId = 7, CountryId = 578 }));
        Assert.Null(EntityKeys.Of(new Visit { TravelerId = 7 }));
        var id = new OrderId(Guid.NewGuid());
        Assert.Equal(id, EntityKeys.Of(new Order { Id = id, Total = new(1, "EUR") }));
        Assert.Null(EntityKeys.Of(new Order { Total = new(1, "EUR") }));
    }

    private static string Describe(Relation r)
    {
        var keys = $"{string.Join(", ", r.FromKey)} = {string.Join(", ", r.ToKey)}";
        var text = $"{r.Kind} {r.To}: {keys}, inverse {r.Inverse!.Name}";
        if (r.Link is { } link) return $"{text}, through {link.Table} ({string.Join(", ", link.FromColumns)}) ({string.Join(", ", link.ToColumns)})";
        Assert.Equal(r.HoldsForeignKey, !r.Inverse.HoldsForeignKey);
        return $"{text}{(r.IsRequired ? ", required" : "")}, {r.OnDelete}{(r.DeleteOrphans ? ", orphans deleted" : "")}{(r.OrderBy is { } by ? $", by {by}" : "")}";
    }
}
