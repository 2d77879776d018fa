using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Npgsql;

namespace AkkaOrm.Compare.Data.Sales;

/// <summary>As many sales orders as AdventureWorks has, and lines for the first thousand of them, as many as linq2db's benchmarks read.</summary>
internal static class SalesData
{
    public const int Headers = 31_465;
    public const int GraphHeaders = 1000;
    public const int Details = 4768;

    public const string All = $"SELECT {HeaderColumns} FROM sales_headers";
    public const string ByKey = $"SELECT {HeaderColumns} FROM sales_headers WHERE id = @id";
    public const string Graph = $"SELECT {HeaderColumns} FROM sales_headers WHERE id <= 1000";
    public const string GraphDetails = $"SELECT {DetailColumns} FROM sales_details WHERE header_id <= 1000";

    private const string HeaderColumns = "id, revision_number, order_date, due_date, ship_date, status, is_online, number, purchase_number, account_number, customer_id, sales_person_id, territory_id, bill_to_address_id, ship_to_address_id, ship_method_id, credit_card_id, approval_code, currency_rate_id, sub_total, tax, freight, total_due, comment, row_guid, modified_date";
    private const string DetailColumns = "id, header_id, tracking_number, quantity, product_id, offer_id, unit_price, discount, line_total, row_guid, modified_date";

    public static readonly Model Model = Model.Create(m =>
    {
        m.Entity<SalesHeader>();
        m.Entity<SalesDetail>();
    });

    public static Task<Arena> SharedAsync(Arena arena) => arena.Shared("sales", FillAsync);

    public static PeerHeader ReadHeader(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt32(0),
        RevisionNumber = row.GetInt16(1),
        OrderDate = row.GetDateTime(2),
        DueDate = row.GetDateTime(3),
        ShipDate = row.IsDBNull(4) ? null : row.GetDateTime(4),
        Status = row.GetInt16(5),
        IsOnline = row.GetBoolean(6),
        Number = row.GetString(7),
        PurchaseNumber = row.IsDBNull(8) ? null : row.GetString(8),
        AccountNumber = row.IsDBNull(9) ? null : row.GetString(9),
        CustomerId = row.GetInt32(10),
        SalesPersonId = row.IsDBNull(11) ? null : row.GetInt32(11),
        TerritoryId = row.IsDBNull(12) ? null : row.GetInt32(12),
        BillToAddressId = row.GetInt32(13),
        ShipToAddressId = row.GetInt32(14),
        ShipMethodId = row.GetInt32(15),
        CreditCardId = row.IsDBNull(16) ? null : row.GetInt32(16),
        ApprovalCode = row.IsDBNull(17) ? null : row.GetString(17),
        CurrencyRateId = row.IsDBNull(18) ? null : row.GetInt32(18),
        SubTotal = row.GetDecimal(19),
        Tax = row.GetDecimal(20),
        Freight = row.GetDecimal(21),
        TotalDue = row.GetDecimal(22),
        Comment = row.IsDBNull(23) ? null : row.GetString(23),
        RowGuid = row.GetGuid(24),
        ModifiedDate = row.GetDateTime(25),
    };

    public static PeerDetail ReadDetail(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt32(0),
        HeaderId = row.GetInt32(1),
        TrackingNumber = row.IsDBNull(2) ? null : row.GetString(2),
        Quantity = row.GetInt16(3),
        ProductId = row.GetInt32(4),
        OfferId = row.GetInt32(5),
        UnitPrice = row.GetDecimal(6),
        Discount = row.GetDecimal(7),
        LineTotal = row.GetDecimal(8),
        RowGuid = row.GetGuid(9),
        ModifiedDate = row.GetDateTime(10),
    };

    public static Digest Add(Digest digest, HeaderColumns h) => digest.Row(h.Id, h.RevisionNumber, h.OrderDate, h.DueDate, h.ShipDate, h.Status, h.IsOnline, h.Number, h.PurchaseNumber, h.AccountNumber, h.CustomerId, h.SalesPersonId, h.TerritoryId, h.BillToAddressId, h.ShipToAddressId, h.ShipMethodId, h.CreditCardId, h.ApprovalCode, h.CurrencyRateId, h.SubTotal, h.Tax, h.Freight, h.TotalDue, h.Comment, h.RowGuid, h.ModifiedDate);

    public static Digest Add(Digest digest, DetailColumns d) => digest.Row(d.Id, d.HeaderId, d.TrackingNumber, d.Quantity, d.ProductId, d.OfferId, d.UnitPrice, d.Discount, d.LineTotal, d.RowGuid, d.ModifiedDate);

    public static string Digest<T>(IEnumerable<T> headers, Func<T, IEnumerable<DetailColumns>>? details) where T : HeaderColumns
    {
        var digest = new Digest();
        foreach (var header in headers.OrderBy(h => h.Id))
        {
            Add(digest, header);
            if (details is null) continue;
            foreach (var detail in details(header).OrderBy(d => d.Id)) Add(digest, detail);
        }
        return digest.ToString();
    }

    /// <summary>Puts lines to their orders.</summary>
    public static IReadOnlyList<PeerHeader> Together(List<PeerHeader> headers, IEnumerable<PeerDetail> details)
    {
        var byKey = new Dictionary<int, PeerHeader>(headers.Count);
        foreach (var header in headers) byKey.Add(header.Id, header);
        foreach (var detail in details)
        {
            detail.Header = byKey[detail.HeaderId];
            detail.Header.Details.Add(detail);
        }
        return headers;
    }

    private static async Task FillAsync(Arena arena)
    {
        await using var command = arena.DataSource.CreateCommand($"""
            CREATE TABLE sales_headers (id int PRIMARY KEY, revision_number smallint NOT NULL, order_date timestamptz NOT NULL, due_date timestamptz NOT NULL, ship_date timestamptz, status smallint NOT NULL,
              is_online boolean NOT NULL, number text NOT NULL, purchase_number text, account_number text, customer_id int NOT NULL, sales_person_id int, territory_id int, bill_to_address_id int NOT NULL,
              ship_to_address_id int NOT NULL, ship_method_id int NOT NULL, credit_card_id int, approval_code text, currency_rate_id int, sub_total numeric(19,4) NOT NULL, tax numeric(19,4) NOT NULL,
              freight numeric(19,4) NOT NULL, total_due numeric(19,4) NOT NULL, comment text, row_guid uuid NOT NULL, modified_date timestamptz NOT NULL);
            INSERT INTO sales_headers SELECT i, 8, t, t + interval '12 days', CASE WHEN i % 50 > 0 THEN t + interval '7 days' END, 5, i % 3 > 0, 'SO' || i, CASE WHEN i % 3 = 0 THEN 'PO' || i END, '10-4020-' || i, i % 19000,
              CASE WHEN i % 3 = 0 THEN 270 + i % 20 END, i % 10, i % 20000, i % 20000, 1 + i % 5, CASE WHEN i % 25 > 0 THEN i % 19000 END, CASE WHEN i % 25 > 0 THEN i || 'Vi' || i END, CASE WHEN i % 2 = 0 THEN i % 14000 END,
              i * 1.25, i * 0.1, i * 0.03, i * 1.38, NULL, md5(i::text)::uuid, t + interval '7 days'
              FROM (SELECT i, '2026-01-01 00:00Z'::timestamptz + i * interval '10 minutes' AS t FROM generate_series(1, {arena.Size(Headers, 5 * GraphHeaders)}) i) s;
            CREATE TABLE sales_details (id int PRIMARY KEY, header_id int NOT NULL REFERENCES sales_headers, tracking_number text, quantity smallint NOT NULL, product_id int NOT NULL, offer_id int NOT NULL,
              unit_price numeric(19,4) NOT NULL, discount numeric(19,4) NOT NULL, line_total numeric(38,6) NOT NULL, row_guid uuid NOT NULL, modified_date timestamptz NOT NULL);
            INSERT INTO sales_details SELECT i, (i - 1) % {GraphHeaders} + 1, CASE WHEN i % 2 = 0 THEN '4911-403C-' || i END, 1 + i % 6, 700 + i % 300, 1, i * 0.5, 0, i * 0.5 * (1 + i % 6), md5('d' || i)::uuid,
              '2026-01-01 00:00Z'::timestamptz + i * interval '1 minute' FROM generate_series(1, {Details}) i;
            CREATE INDEX ON sales_details (header_id);
            ANALYZE;
            """);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
