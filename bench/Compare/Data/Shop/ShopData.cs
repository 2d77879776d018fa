using AkkaOrm.Compare.Frame;
using AkkaOrm.Compare.Peers;
using Npgsql;

namespace AkkaOrm.Compare.Data.Shop;

/// <summary>The shop of EF Core's benchmarks: 1,000 products, 1,000 customers, two orders each.</summary>
internal static class ShopData
{
    public const int Products = 1000;

    public const string ProductColumns =
        "id, name, description, sku, retail, current_price, target_stock_level, actual_stock_level, reorder_stock_level, quantity_on_order, next_shipment_expected, is_discontinued";

    public const string CustomerColumns =
        "id, title, first_name, last_name, date_of_birth, is_loyalty_member, joined, opted_out_of_marketing, phone, email, address_line_one, address_line_two, city, state_or_province, zip_or_postal_code, country";

    public const string OrderColumns =
        "id, date, special_requests, order_discount, discount_reason, tax, addressee, address_line_one, address_line_two, city, state_or_province, zip_or_postal_code, country, customer_id";

    public const string Letters = "SELECT c.title, c.first_name AS \"FirstName\", c.last_name AS \"LastName\", o.date, o.addressee, o.tax, o.city FROM orders o JOIN customers c ON c.id = o.customer_id";

    public static readonly Model Model = Model.Create(m =>
    {
        m.Entity<Product>();
        m.Entity<Customer>();
        m.Entity<Order>();
    });

    public static Task<Arena> SharedAsync(Arena arena) => arena.Shared("shop", FillAsync);

    public static Product ReadProduct(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt32(0),
        Name = row.GetString(1),
        Description = row.GetString(2),
        Sku = row.GetString(3),
        Retail = row.GetDecimal(4),
        CurrentPrice = row.GetDecimal(5),
        TargetStockLevel = row.GetInt32(6),
        ActualStockLevel = row.GetInt32(7),
        ReorderStockLevel = row.IsDBNull(8) ? null : row.GetInt32(8),
        QuantityOnOrder = row.GetInt32(9),
        NextShipmentExpected = row.IsDBNull(10) ? null : row.GetDateTime(10),
        IsDiscontinued = row.GetBoolean(11),
    };

    public static ProductLine ReadLine(NpgsqlDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetDecimal(3), row.GetDecimal(4), row.GetInt32(5), row.GetBoolean(6));

    public static OrderLetter ReadLetter(NpgsqlDataReader row) =>
        new(Text(row, 0), row.GetString(1), row.GetString(2), row.GetDateTime(3), row.GetString(4), row.GetDecimal(5), row.GetString(6));

    public static PeerCustomer ReadCustomer(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt32(0),
        Title = Text(row, 1),
        FirstName = row.GetString(2),
        LastName = row.GetString(3),
        DateOfBirth = row.IsDBNull(4) ? null : row.GetDateTime(4),
        IsLoyaltyMember = row.GetBoolean(5),
        Joined = row.GetDateTime(6),
        OptedOutOfMarketing = row.GetBoolean(7),
        Phone = Text(row, 8),
        Email = Text(row, 9),
        AddressLineOne = row.GetString(10),
        AddressLineTwo = Text(row, 11),
        City = row.GetString(12),
        StateOrProvince = row.GetString(13),
        ZipOrPostalCode = row.GetString(14),
        Country = row.GetString(15),
    };

    public static PeerOrder ReadOrder(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt32(0),
        Date = row.GetDateTime(1),
        SpecialRequests = Text(row, 2),
        OrderDiscount = row.GetDecimal(3),
        DiscountReason = Text(row, 4),
        Tax = row.GetDecimal(5),
        Addressee = row.GetString(6),
        AddressLineOne = row.GetString(7),
        AddressLineTwo = Text(row, 8),
        City = row.GetString(9),
        StateOrProvince = row.GetString(10),
        ZipOrPostalCode = row.GetString(11),
        Country = row.GetString(12),
        CustomerId = row.GetInt32(13),
    };

    public static Digest Add(Digest digest, Product p) => digest.Row(p.Id, p.Name, p.Description, p.Sku, p.Retail, p.CurrentPrice, p.TargetStockLevel, p.ActualStockLevel,
        p.ReorderStockLevel, p.QuantityOnOrder, p.NextShipmentExpected, p.IsDiscontinued);

    public static Digest Add(Digest digest, CustomerColumns c) => digest.Row(c.Id, c.Title, c.FirstName, c.LastName, c.DateOfBirth, c.IsLoyaltyMember, c.Joined, c.OptedOutOfMarketing,
        c.Phone, c.Email, c.AddressLineOne, c.AddressLineTwo, c.City, c.StateOrProvince, c.ZipOrPostalCode, c.Country);

    public static Digest Add(Digest digest, OrderColumns o) => digest.Row(o.Id, o.Date, o.SpecialRequests, o.OrderDiscount, o.DiscountReason, o.Tax, o.Addressee, o.AddressLineOne,
        o.AddressLineTwo, o.City, o.StateOrProvince, o.ZipOrPostalCode, o.Country, o.CustomerId);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static async Task FillAsync(Arena arena)
    {
        await using var command = arena.DataSource.CreateCommand($"""
            CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL, description text NOT NULL, sku text NOT NULL, retail numeric(18,2) NOT NULL, current_price numeric(18,2) NOT NULL,
              target_stock_level int NOT NULL, actual_stock_level int NOT NULL, reorder_stock_level int, quantity_on_order int NOT NULL, next_shipment_expected timestamptz, is_discontinued boolean NOT NULL);
            INSERT INTO products SELECT i, 'Product ' || i * 7919 % 1000, 'A product of middling price, number ' || i, 'SKU-' || i, 1.5 * i, i % 30 + 0.99, i % 20, i % 11,
              CASE WHEN i % 3 = 0 THEN i % 20 END, i % 7, CASE WHEN i % 4 = 0 THEN '2026-03-01 00:00Z'::timestamptz + i * interval '1 hour' END, i % 9 = 0 FROM generate_series(1, {Products}) i;
            CREATE TABLE customers (id int PRIMARY KEY, title text, first_name text NOT NULL, last_name text NOT NULL, date_of_birth timestamptz, is_loyalty_member boolean NOT NULL,
              joined timestamptz NOT NULL, opted_out_of_marketing boolean NOT NULL, phone text, email text, address_line_one text NOT NULL, address_line_two text, city text NOT NULL,
              state_or_province text NOT NULL, zip_or_postal_code text NOT NULL, country text NOT NULL);
            INSERT INTO customers SELECT i, CASE WHEN i % 2 = 0 THEN 'Dr' END, 'First ' || i, 'Last ' || i, CASE WHEN i % 3 > 0 THEN '1980-01-01 00:00Z'::timestamptz + i * interval '1 day' END, i % 2 = 0,
              '2020-01-01 00:00Z'::timestamptz + i * interval '1 hour', i % 5 = 0, CASE WHEN i % 4 > 0 THEN '555-' || i END, 'customer' || i || '@example.test', i || ' Sample Street', CASE WHEN i % 3 = 0 THEN 'Flat ' || i END,
              'Sampleville', 'SMP', '99' || i, 'Utopia' FROM generate_series(1, 1000) i;
            CREATE TABLE orders (id int PRIMARY KEY, date timestamptz NOT NULL, special_requests text, order_discount numeric(18,2) NOT NULL, discount_reason text, tax numeric(18,2) NOT NULL, addressee text NOT NULL,
              address_line_one text NOT NULL, address_line_two text, city text NOT NULL, state_or_province text NOT NULL, zip_or_postal_code text NOT NULL, country text NOT NULL, customer_id int NOT NULL REFERENCES customers);
            INSERT INTO orders SELECT i, '2026-01-01 00:00Z'::timestamptz + i * interval '1 minute', CASE WHEN i % 5 = 0 THEN 'Gift wrap' END, i % 10, CASE WHEN i % 10 > 0 THEN 'Seasonal discount' END, i * 0.2, 'Person of interest ' || i,
              i || ' Sample Street', CASE WHEN i % 3 = 0 THEN 'Flat ' || i END, 'Sampleville', 'SMP', '99' || i, 'Utopia', (i - 1) / 2 + 1 FROM generate_series(1, 2000) i;
            CREATE INDEX ON orders (customer_id);
            ANALYZE;
            """);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
