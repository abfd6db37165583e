using System.Collections.Immutable;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Symbols.Metadata;

/// <summary>The async methods, lambdas and local functions that one module defines.</summary>
internal sealed class ModuleMethods
{
    private readonly MetadataReader _reader;
    private readonly string _assembly;
    private readonly Guid _module;
    private readonly VisualBasicLambdas _visualBasic;
    private readonly FSharpMachines _fsharp;

    private ModuleMethods(MetadataReader reader, IMakerSearch? makers)
    {
        _reader = reader;
        _visualBasic = new VisualBasicLambdas(reader, makers);
        _fsharp = new FSharpMachines(reader, makers);
        _module = reader.GetGuid(reader.GetModuleDefinition().Mvid);
        _assembly = reader.IsAssembly ? reader.GetString(reader.GetAssemblyDefinition().Name) : "";
    }

    /// <summary>Short name of the state machine, its metadata name (<c>Ns.Outer+Machine</c>), and its method.</summary>
    public List<(string ShortName, string Type, MethodName Method)> Machines { get; } = [];

    /// <summary>Metadata name of the lambda or local function, and how it reads.</summary>
    public List<(string ShortName, MethodName Method)> Delegates { get; } = [];

    /// <summary>Reads a module.</summary>
    /// <param name="reader">Its metadata.</param>
    /// <param name="makers">Looks into its code; null where that cannot be had.</param>
    /// <exception cref="BadImageFormatException">The metadata is damaged.</exception>
    public static ModuleMethods Read(MetadataReader reader, IMakerSearch? makers)
    {
        var module = new ModuleMethods(reader, makers);
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if (!type.IsNested)
                module.AddOuter(handle, type);
        }

        foreach ((string shortName, string key, MethodName method) in module._fsharp.Read())
            module.Machines.Add((shortName, key, method with { Assembly = module._assembly, Module = module._module }));
        return module;
    }

    /// <summary>One type that no other holds, with all that is nested in it.</summary>
    private void AddOuter(TypeDefinitionHandle handle, TypeDefinition type)
    {
        // Most types hold neither state machines nor lambdas: names become strings only where something was found.
        if (type.GetNestedTypes().IsEmpty && !HasMethods(type))
            return;
        string space = _reader.GetString(type.Namespace);
        string name = _reader.GetString(type.Name);
        string full = space.Length == 0 ? name : $"{space}.{name}";
        List<Owner> owners = [new Owner(handle, full, full)];
        for (int i = 0; i < owners.Count; i++)
        {
            foreach (TypeDefinitionHandle inner in _reader.GetTypeDefinition(owners[i].Handle).GetNestedTypes())
            {
                string innerName = _reader.GetString(_reader.GetTypeDefinition(inner).Name);
                if (CompilerNames.MethodOfStateMachine(innerName) is not null)
                    continue;
                string readable = CompilerNames.IsDisplayClass(innerName) ? owners[i].Readable : $"{owners[i].Readable}.{innerName}";
                owners.Add(new Owner(inner, $"{owners[i].Metadata}+{innerName}", readable));
            }
        }

        owners.RemoveAll(owner => _reader.GetTypeDefinition(owner.Handle) is var definition
            && definition.GetNestedTypes().IsEmpty && !HasMethods(definition));
        if (owners.Count == 0)
            return;
        IReadOnlyDictionary<(string Owner, string Method), string> lambdas = NumberLambdas(owners);
        foreach (Owner owner in owners)
        {
            AddDelegates(owner, lambdas);
            AddMachines(owner, lambdas);
        }
    }

    /// <summary>Whether it has lambdas, local functions, or methods that the runtime suspends.</summary>
    private bool HasMethods(TypeDefinition type)
    {
        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            MethodDefinition method = _reader.GetMethodDefinition(handle);
            if (RuntimeAsyncMethod.Is(method) || IsCompilerMade(method.Name) || _visualBasic.Is(method.Name))
                return true;
        }

        return false;
    }

    private bool IsCompilerMade(StringHandle name) => _reader.StringComparer.StartsWith(name, "<");

    private void AddMachines(Owner owner, IReadOnlyDictionary<(string Owner, string Method), string> lambdas)
    {
        TypeDefinition definition = _reader.GetTypeDefinition(owner.Handle);
        var found = new List<(string Machine, string Method, TypeDefinition Type)>();
        foreach (TypeDefinitionHandle handle in definition.GetNestedTypes())
        {
            TypeDefinition type = _reader.GetTypeDefinition(handle);
            string machine = _reader.GetString(type.Name);
            if (IsCompilerMade(type.Name))
            {
                if (CompilerNames.MethodOfStateMachine(machine) is { } method && BuilderOf(type).Length > 0)
                    found.Add((machine, CompilerNames.Dotted(method), type));
            }
            else if (CompilerNames.MethodOfVisualBasicMachine(machine) is { } visualBasic)
            {
                if (IsMachine(type))
                    found.Add((machine, visualBasic, type));
            }
            else if (CompilerNames.MethodOfFSharpMachine(machine) is not null && IsMachine(type))
            {
                _fsharp.Add(handle, machine, owner.Readable, $"{owner.Metadata}+{machine}");
            }
        }

        List<(MethodDefinition Definition, string Name, int Token)> suspended = [.. Suspended(definition)];
        if (found.Count + suspended.Count == 0)
            return;
        bool IsShared(string method) => found.Count(f => f.Method == method) + suspended.Count(s => s.Name == method) > 1;
        foreach ((MethodDefinition method, string name, int token) in suspended)
        {
            string key = TplTaskName.KeyOf(owner.Metadata, name, token);
            Machines.Add((name, key, new MethodName
            {
                Type = owner.Readable,
                Name = lambdas.GetValueOrDefault((owner.Metadata, name)) ?? CompilerNames.Readable(name),
                Overload = IsShared(name) ? OverloadReader.Parameters(_reader, method) : "",
                Assembly = _assembly,
                Module = _module,
                Machine = key,
            }));
        }

        bool overloaded = found.Exists(f => IsShared(f.Method));
        IReadOnlyDictionary<string, string> parameters =
            overloaded ? OverloadReader.Read(_reader, definition) : ImmutableDictionary<string, string>.Empty;
        foreach ((string machine, string method, TypeDefinition type) in found)
        {
            bool shared = overloaded && IsShared(method);
            Machines.Add((machine, $"{owner.Metadata}+{machine}", new MethodName
            {
                Type = owner.Readable,
                Name = lambdas.GetValueOrDefault((owner.Metadata, method)) ?? CompilerNames.Readable(method),
                Overload = shared ? parameters.GetValueOrDefault(machine, "") : "",
                Assembly = _assembly,
                Module = _module,
                Machine = $"{owner.Metadata}+{machine}",
                IsIterator = BuilderOf(type) == "AsyncIteratorMethodBuilder",
            }));
        }
    }

    private IEnumerable<(MethodDefinition Definition, string Name, int Token)> Suspended(TypeDefinition owner)
    {
        foreach (MethodDefinitionHandle handle in owner.GetMethods())
        {
            MethodDefinition method = _reader.GetMethodDefinition(handle);
            if (RuntimeAsyncMethod.Is(method))
                yield return (method, _reader.GetString(method.Name), MetadataTokens.GetToken(handle));
        }
    }

    /// <summary>Whether a type is a state machine, of whichever compiler; a closure is none.</summary>
    private bool IsMachine(TypeDefinition type)
    {
        foreach (InterfaceImplementationHandle handle in type.GetInterfaceImplementations())
        {
            if (_reader.GetInterfaceImplementation(handle).Interface is { Kind: HandleKind.TypeReference } reference
                && _reader.StringComparer.Equals(_reader.GetTypeReference((TypeReferenceHandle)reference).Name, "IAsyncStateMachine"))
            {
                return true;
            }
        }

        return false;
    }

    private void AddDelegates(Owner owner, IReadOnlyDictionary<(string Owner, string Method), string> lambdas)
    {
        foreach ((string name, _) in LambdasAndLocals(owner))
        {
            string method = lambdas.GetValueOrDefault((owner.Metadata, name)) ?? CompilerNames.Readable(name);
            Delegates.Add((name, new MethodName { Type = owner.Readable, Name = method, Assembly = _assembly, Module = _module }));
        }
    }

    /// <summary>Several lambdas, or local functions of one name, of one method are told apart by their order, which an edit of another method does not change.</summary>
    private Dictionary<(string Owner, string Method), string> NumberLambdas(List<Owner> owners)
    {
        var numbered = new Dictionary<(string Owner, string Method), string>();
        var lambdas = owners.SelectMany(owner => LambdasAndLocals(owner).Select(one => (owner, name: one.Name, one.Text)));
        foreach (var group in lambdas.GroupBy(l => (l.owner.Readable, l.Text)))
        {
            if (group.Count() == 1 && group.Key.Text != VisualBasicLambdas.Unknown)
            {
                numbered.TryAdd((group.First().owner.Metadata, group.First().name), group.Key.Text);
                continue;
            }

            int number = 0;
            foreach (var lambda in group.OrderBy(l => CompilerNames.LambdaOrder(l.owner.Metadata, l.name)).ThenBy(l => l.owner.Metadata, StringComparer.Ordinal))
                numbered.TryAdd((lambda.owner.Metadata, lambda.name), string.Create(CultureInfo.InvariantCulture, $"{lambda.Text}#{++number}"));
        }

        return numbered;
    }

    private List<(string Name, string Text)> LambdasAndLocals(Owner owner)
    {
        var found = new List<(string Name, string Text)>();
        foreach (MethodDefinitionHandle handle in _reader.GetTypeDefinition(owner.Handle).GetMethods())
        {
            StringHandle handleOfName = _reader.GetMethodDefinition(handle).Name;
            if (IsCompilerMade(handleOfName) && _reader.GetString(handleOfName) is var name && CompilerNames.IsLambdaOrLocal(name))
                found.Add((name, CompilerNames.Readable(name)));
            else if (_visualBasic.Is(handleOfName))
                found.Add((_reader.GetString(handleOfName), _visualBasic.TextOf(handle)));
        }

        return found;
    }

    /// <summary>The type of the field that drives a state machine; empty for iterators that are not async.</summary>
    private string BuilderOf(TypeDefinition machine)
    {
        foreach (FieldDefinitionHandle handle in machine.GetFields())
        {
            FieldDefinition field = _reader.GetFieldDefinition(handle);
            if (_reader.StringComparer.Equals(field.Name, "<>t__builder"))
                return FieldTypeName(_reader.GetBlobReader(field.Signature));
        }

        return "";
    }

    private string FieldTypeName(BlobReader blob)
    {
        blob.ReadSignatureHeader();
        SignatureTypeCode code = blob.ReadSignatureTypeCode();
        if (code == SignatureTypeCode.GenericTypeInstance)
            code = blob.ReadSignatureTypeCode();
        if (code != SignatureTypeCode.TypeHandle)
            return "?";
        EntityHandle type = blob.ReadTypeHandle();
        return type.Kind switch
        {
            HandleKind.TypeReference => _reader.GetString(_reader.GetTypeReference((TypeReferenceHandle)type).Name),
            HandleKind.TypeDefinition => _reader.GetString(_reader.GetTypeDefinition((TypeDefinitionHandle)type).Name),
            _ => "?",
        };
    }

    private readonly record struct Owner(TypeDefinitionHandle Handle, string Metadata, string Readable);
}
