using AkkaOrm.Relations;
using Xunit;

namespace AkkaOrm.Tests.Relations;

/// <summary>L13: a column that is read only when asked for.</summary>
public class DeferredTests
{
    [Fact]
    public void Default_is_not_loaded_and_a_value_is()
    {
        Deferred<string?> none = default, loaded = "dear diary", empty = (string?)null;
        Assert.False(none.IsLoaded);
        Assert.Throws<NotLoadedException>(() => none.Value);
        Assert.Equal("dear diary", loaded.Value);
        Assert.True(empty.IsLoaded);
        Assert.Null(empty.Value);
        Assert.NotEqual(none, empty);
        Assert.Equal(loaded, "dear diary");
        Assert.Equal("dear diary", ((IDeferredState)loaded).Value);
    }

    [Fact]
    public void What_a_session_did_not_read_names_entity_key_and_property()
    {
        var error = Assert.Throws<NotLoadedException>(() => Deferred<string?>.NotLoaded(new("Traveler", "Diary"), 7).Value);
        Assert.StartsWith("Traveler#7.Diary is not loaded.", error.Message);
    }

    [Fact]
    public void Its_text_does_not_hold_the_value() => Assert.Equal("(loaded)", ((Deferred<string>)"secret").ToString());
}
