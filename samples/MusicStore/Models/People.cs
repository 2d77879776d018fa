using AkkaOrm;

namespace MusicStore.Models;

/// <summary>An ordinary class, to show that entities need not be records.</summary>
internal sealed class Employee
{
    public int Id { get; set; }
    public string FirstName { get; set; } = "";
    public string LastName { get; set; } = "";
    public string Title { get; set; } = "";
    public DateOnly BirthDate { get; set; }
    public DateOnly HireDate { get; set; }
    public string Address { get; set; } = "";
    public string City { get; set; } = "";
    public string? State { get; set; }
    public string Country { get; set; } = "";
    public string? PostalCode { get; set; }
    public string Phone { get; set; } = "";
    public string? Fax { get; set; }
    public string Email { get; set; } = "";
    public int? ManagerId { get; set; }
    public ToOne<Employee?> Manager { get; set; }
    public ToMany<Employee> Reports { get; set; }

    public string FullName() => $"{FirstName} {LastName}";
}

internal sealed record Customer
{
    public int Id { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public string? Company { get; init; }
    public required string Address { get; init; }
    public required string City { get; init; }
    public string? State { get; init; }
    public required string Country { get; init; }
    public string? PostalCode { get; init; }
    public string? Phone { get; init; }
    public string? Fax { get; init; }
    public required string Email { get; init; }
    public int SupportRepId { get; init; }
    public ToOne<Employee> SupportRep { get; init; }
    public ToMany<Invoice> Invoices { get; init; }

    public string FullName() => $"{FirstName} {LastName}";
}
