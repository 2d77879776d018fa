using AkkaOrm.Connections;
using Xunit;

namespace Actors.Tests.Connections;

public sealed class BackoffTests
{
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));

    [Fact]
    public void Pauses_double_up_to_the_longest()
    {
        foreach (var pause in new[] { 100, 200, 400, 800, 1000, 1000 })
        {
            _backoff.Failed(now: 5000, chance: 1);
            Assert.Equal(5000 + pause, _backoff.NextAttempt);
        }
    }

    [Fact]
    public void At_least_half_of_a_pause_is_kept()
    {
        _backoff.Failed(now: 0, chance: 0);
        Assert.Equal(50, _backoff.NextAttempt);
    }

    [Fact]
    public void A_success_forgets_the_failures()
    {
        _backoff.Failed(0, 1);
        _backoff.Failed(0, 1);
        _backoff.Succeeded();
        Assert.False(_backoff.HasFailed);
        Assert.Equal(0, _backoff.NextAttempt);
        _backoff.Failed(0, 1);
        Assert.Equal(100, _backoff.NextAttempt);
    }
}
