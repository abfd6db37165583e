using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Metadata;

/// <summary>The lambdas of Visual Basic: their names are numbers, and only code tells the method in which each was written.</summary>
internal sealed class VisualBasicLambdas
{
    /// <summary>How a lambda reads whose method is not known.</summary>
    public const string Unknown = "lambda";

    /// <summary>Deeper nesting is damage.</summary>
    private const int MaximumDepth = 32;

    private readonly MetadataReader _reader;
    private readonly IReadOnlyDictionary<EntityHandle, MethodDefinitionHandle> _makers = ImmutableDictionary<EntityHandle, MethodDefinitionHandle>.Empty;

    public VisualBasicLambdas(MetadataReader reader, IMakerSearch? makers)
    {
        _reader = reader;
        var lambdas = new HashSet<EntityHandle>();
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            if (Is(reader.GetMethodDefinition(handle).Name))
                lambdas.Add(handle);
        }

        if (lambdas.Count > 0 && makers is not null)
            _makers = makers.Find(lambdas);
    }

    /// <summary>Whether a method is one.</summary>
    public bool Is(StringHandle name) => _reader.StringComparer.StartsWith(name, CompilerNames.VisualBasicLambda) && CompilerNames.IsVisualBasicLambda(_reader.GetString(name));

    /// <summary>How one reads: <c>SumAsync.lambda</c>, of the method that holds all lambdas around it; <see cref="Unknown"/> where its code does not tell.</summary>
    public string TextOf(MethodDefinitionHandle lambda)
    {
        for (int depth = 0; depth < MaximumDepth && _makers.TryGetValue(lambda, out MethodDefinitionHandle maker); depth++)
        {
            MethodDefinition method = _reader.GetMethodDefinition(maker);
            TypeDefinition type = _reader.GetTypeDefinition(method.GetDeclaringType());
            string name = CompilerNames.MethodOfVisualBasicMachine(_reader.GetString(type.Name)) ?? _reader.GetString(method.Name);
            if (!CompilerNames.IsVisualBasicLambda(name))
                return $"{CompilerNames.Outer(name)}.{Unknown}";
            if (Is(method.Name))
                lambda = maker;
            else if (Lambda(type.GetDeclaringType(), name) is { } outer)
                lambda = outer; // its state machine is nested in the type that has it
            else
                break;
        }

        return Unknown;
    }

    private MethodDefinitionHandle? Lambda(TypeDefinitionHandle owner, string name)
    {
        if (owner.IsNil)
            return null;
        foreach (MethodDefinitionHandle handle in _reader.GetTypeDefinition(owner).GetMethods())
        {
            if (_reader.StringComparer.Equals(_reader.GetMethodDefinition(handle).Name, name))
                return handle;
        }

        return null;
    }
}
