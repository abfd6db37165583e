namespace Layers;

/// <summary>Wires the layers, as a container would.</summary>
internal sealed class Services
{
    private readonly Dictionary<Type, object> _handlers = [];

    public Services()
    {
        IRepository<Order> orders = new CachingRepository<Order>(new OrderRepository());
        IRepository<Customer> customers = new CustomerRepository();
        IRepository<Product> products = new CachingRepository<Product>(new ProductRepository());
        IRepository<Stock> stocks = new Repository<Stock>();
        Add(new GetOrderHandler(orders));
        Add(new GetCustomerHandler(customers, orders));
        Add(new ListProductsHandler(products, stocks));
        Add(new PlaceOrderHandler(customers, [new EmailJob(), new InvoiceJob()], new StandardTariff(), new SpecialTariff()));
    }

    public IHandler<TRequest> HandlerOf<TRequest>() => (IHandler<TRequest>)_handlers[typeof(TRequest)];

    private void Add<TRequest>(IHandler<TRequest> handler) =>
        _handlers.Add(typeof(TRequest), new LoggingBehavior<TRequest>(new ValidationBehavior<TRequest>(handler)));
}
