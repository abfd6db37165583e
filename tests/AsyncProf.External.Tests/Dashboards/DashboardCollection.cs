namespace AsyncProf.External.Tests.Dashboards;

/// <summary>One dashboard, with the traces of one run of the sample, for all who look into it.</summary>
[CollectionDefinition(nameof(DashboardCollection))]
public sealed class DashboardCollection : ICollectionFixture<ShopTraces>;
