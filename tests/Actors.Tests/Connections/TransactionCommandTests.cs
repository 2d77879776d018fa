using AkkaOrm.Connections;
using Xunit;

namespace Actors.Tests.Connections;

public sealed class TransactionCommandTests
{
    [Theory]
    [InlineData("BEGIN", nameof(TransactionCommand.Begin))]
    [InlineData("begin isolation level serializable", nameof(TransactionCommand.Begin))]
    [InlineData("START TRANSACTION", nameof(TransactionCommand.Begin))]
    [InlineData("START_REPLICATION", nameof(TransactionCommand.None))]
    [InlineData("COMMIT", nameof(TransactionCommand.Commit))]
    [InlineData("  -- why not\n /* a /* nested */ one */ End;", nameof(TransactionCommand.Commit))]
    [InlineData("COMMIT AND CHAIN", nameof(TransactionCommand.CommitAndChain))]
    [InlineData("COMMIT AND NO CHAIN", nameof(TransactionCommand.Commit))]
    [InlineData("COMMIT PREPARED 'x'", nameof(TransactionCommand.None))]
    [InlineData("PREPARE TRANSACTION 'x'", nameof(TransactionCommand.Commit))]
    [InlineData("PREPARE x AS SELECT 1", nameof(TransactionCommand.None))]
    [InlineData("ROLLBACK", nameof(TransactionCommand.Rollback))]
    [InlineData("ABORT WORK", nameof(TransactionCommand.Rollback))]
    [InlineData("ROLLBACK TO SAVEPOINT a", nameof(TransactionCommand.RollbackTo))]
    [InlineData("ROLLBACK WORK TO a", nameof(TransactionCommand.RollbackTo))]
    [InlineData("ROLLBACK AND CHAIN", nameof(TransactionCommand.RollbackAndChain))]
    [InlineData("SAVEPOINT a", nameof(TransactionCommand.None))]
    [InlineData("SELECT 'COMMIT'", nameof(TransactionCommand.None))]
    [InlineData("", nameof(TransactionCommand.None))]
    [InlineData("/* never closed", nameof(TransactionCommand.None))]
    public void The_first_words_tell(string sql, string command) => Assert.Equal(command, TransactionCommands.Of(sql).ToString());

    [Theory]
    [InlineData(" -- why\n/* not */ commit;", "COMMIT")]
    [InlineData("Start Transaction", "START")]
    [InlineData("", "")]
    public void The_first_word_is_told_without_comments(string sql, string word) => Assert.Equal(word, TransactionCommands.FirstWord(sql));

    [Fact]
    public void A_failure_within_a_transaction_fails_it_and_outside_leaves_nothing()
    {
        Assert.Equal(TransactionStatus.Failed, TransactionStatus.InTransaction.AfterFailureOf(TransactionCommand.None));
        Assert.Equal(TransactionStatus.Idle, TransactionStatus.Idle.AfterFailureOf(TransactionCommand.None));
        Assert.Equal(TransactionStatus.Idle, TransactionStatus.InTransaction.AfterFailureOf(TransactionCommand.Commit));
        Assert.Equal(TransactionStatus.InTransaction, TransactionStatus.Failed.After(TransactionCommand.RollbackTo));
        Assert.Equal(TransactionStatus.Failed, TransactionStatus.Failed.After(TransactionCommand.None));
    }
}
