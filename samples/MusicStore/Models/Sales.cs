using System.ComponentModel.DataAnnotations.Schema;
using AkkaOrm;

namespace MusicStore.Models;

internal sealed record Invoice
{
    public int Id { get; init; }
    [Column(TypeName = "timestamp without time zone")] public DateTime InvoiceDate { get; init; }
    public required string BillingAddress { get; init; }
    public required string BillingCity { get; init; }
    public string? BillingState { get; init; }
    public required string BillingCountry { get; init; }
    public string? BillingPostalCode { get; init; }
    public decimal Total { get; init; }
    public int CustomerId { get; init; }
    public ToOne<Customer> Customer { get; init; }
    public ToMany<InvoiceLine> Lines { get; init; }
}

internal sealed record InvoiceLine
{
    public int Id { get; init; }
    public decimal UnitPrice { get; init; }
    public int Quantity { get; init; }
    public int TrackId { get; init; }
    public ToOne<Track> Track { get; init; }
    public int InvoiceId { get; init; }
    public ToOne<Invoice> Invoice { get; init; }
}
