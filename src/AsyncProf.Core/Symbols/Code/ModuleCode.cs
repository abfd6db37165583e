using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>
/// What a module's code and its PDB say of its async methods. Each question is answered anew from the file, in well under a millisecond; who asks keeps the answer.
/// One thread at a time.
/// </summary>
internal sealed class ModuleCode : IDisposable
{
    /// <summary>Bodies can overlap in a damaged file, and so be more than it.</summary>
    private const long MostMakersIl = 128L << 20;

    /// <summary>More bodies that cannot be read are no accident.</summary>
    private const int MostDamaged = 100;

    private readonly ModuleFile _file;
    private readonly MetadataReader _reader;
    private readonly CallReader _calls;
    private MetadataReaderProvider? _pdb;
    private bool _isPdbSought;
    private SourceLinks? _links;

    private ModuleCode(ModuleFile file)
    {
        _file = file;
        _reader = file.Image.GetMetadataReader();
        _calls = new CallReader(_reader, file.Read);
        Mvid = _reader.GetGuid(_reader.GetModuleDefinition().Mvid);
    }

    /// <summary>The module's version id.</summary>
    public Guid Mvid { get; }

    /// <summary>True if the module holds code compiled ahead of time, in which awaits can share an offset: <see cref="AsyncCode.AllAt"/>.</summary>
    public bool IsReadyToRun => _file.Image.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0;

    /// <summary>Opens a module; null if the file is none, or cannot be read, or is larger than any module.</summary>
    public static ModuleCode? TryOpen(string path)
    {
        ModuleFile? file = null;
        try
        {
            file = new ModuleFile(path);
            if (!file.Image.HasMetadata)
                return null;
            var module = new ModuleCode(file);
            file = null;
            return module;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return null; // no module: nothing is known of its code
        }
        finally
        {
            file?.Dispose();
        }
    }

    public void Dispose()
    {
        _pdb?.Dispose();
        _file.Dispose();
    }

    /// <summary>The code of a state machine, or of a method that has none; null if the module has none of this name, or its code is damaged.</summary>
    /// <param name="machineType">The machine's metadata name, <c>Ns.Outer+&lt;M&gt;d__3</c>, or the method's <see cref="MethodKey"/>.</param>
    public AsyncCode? FindMachine(string machineType) => Guarded(() =>
    {
        if (MethodKey.Parse(machineType) is { } key && Suspended(key) is { } suspended)
            return Suspended(suspended);
        return TypeSearch.Find(_reader, machineType) is { } type && MethodOf(type, "MoveNext") is { } method ? Machine(type, method) : null;
    });

    /// <summary>The line that an offset in a method's IL belongs to; an empty file and 0 where that is not known.</summary>
    /// <param name="methodToken">The method's definition token.</param>
    /// <param name="ilOffset">The offset.</param>
    public (string File, int Line) LineAt(int methodToken, int ilOffset) =>
        Guarded(() => Defined(methodToken) is { } handle ? new MethodLines(Pdb(), handle) : null)?.At(ilOffset) ?? ("", 0);

    /// <summary>What a method passes on: it is not async itself, and returns the task of a call without a branch on its way.</summary>
    /// <param name="methodToken">The method's definition token.</param>
    public PassedCall? PassesOn(int methodToken) => Guarded(() => Defined(methodToken) is { } handle ? PassedOn(handle) : null);

    /// <summary>What a method passes on, by the names of its type and itself; null also where the type has several of this name.</summary>
    public PassedCall? PassesOn(string type, string method) =>
        Guarded(() => TypeSearch.Find(_reader, type) is { } found && MethodOf(found, method) is { } handle ? PassedOn(handle) : null);

    /// <summary>Which methods make what, as of <see cref="IMakerSearch"/>; reads all of the module's code.</summary>
    public IReadOnlyDictionary<EntityHandle, MethodDefinitionHandle>? Makers(IReadOnlySet<EntityHandle> made) => Guarded(() =>
    {
        var makers = new MakerReader(_reader, made);
        using FileStream file = _file.Reopen();
        long left = MostMakersIl;
        int damaged = 0;
        foreach (MethodDefinitionHandle handle in _reader.MethodDefinitions)
        {
            MethodCode? code = Guarded(() => _file.Read(_reader.GetMethodDefinition(handle), file) is { } body && makers.Take(handle, body.Il) ? body : MethodCode.None);
            if ((damaged += code is null ? 1 : 0) > MostDamaged || (left -= code?.Il.Length ?? 0) < 0)
                break;
        }

        return makers.Makers;
    });

    /// <summary>Whether a type makes delegates of its own methods of a name alone, as of <see cref="IMakerSearch"/>; reads all of its code.</summary>
    public bool MakesOwnOnly(TypeDefinitionHandle type, string name) => Guarded(() =>
    {
        var groups = new GroupReader(_reader, type, name);
        using FileStream file = _file.Reopen();
        foreach (MethodDefinitionHandle handle in groups.Methods())
        {
            if (_file.Read(_reader.GetMethodDefinition(handle), file) is { } body)
                groups.Take(body.Il);
        }

        return groups;
    }) is { HasOwn: true, HasOthers: false };

    private static T? Guarded<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or InvalidOperationException or ArgumentException or OverflowException or NotSupportedException)
        {
            return null; // damaged metadata, in one of the ways in which its reader says so
        }
    }

    private MethodDefinitionHandle? MethodOf(TypeDefinitionHandle type, string name)
    {
        MethodDefinitionHandle? found = null;
        foreach (MethodDefinitionHandle handle in _reader.GetTypeDefinition(type).GetMethods())
        {
            if (!_reader.StringComparer.Equals(_reader.GetMethodDefinition(handle).Name, name))
                continue;
            if (found is not null)
                return null;
            found = handle;
        }

        return found;
    }

    private MethodDefinitionHandle? Defined(int token) =>
        (token >>> 24) == (int)TableIndex.MethodDef && (token & 0xFFFFFF) is > 0 and var row && row <= _reader.MethodDefinitions.Count ? MetadataTokens.MethodDefinitionHandle(row) : null;

    /// <summary>The method that a key names, if the runtime suspends it; null for any other, as where the module is of another build.</summary>
    private MethodDefinitionHandle? Suspended(MethodKey key) =>
        Defined(key.Token) is { } handle && _reader.GetMethodDefinition(handle) is var method && RuntimeAsyncMethod.Is(method) && _reader.StringComparer.Equals(method.Name, key.Method)
        && TypeSearch.Find(_reader, key.Type) == method.GetDeclaringType() ? handle : null;

    private AsyncCode? Machine(TypeDefinitionHandle type, MethodDefinitionHandle handle) =>
        _file.Read(_reader.GetMethodDefinition(handle)) is { } code ? Read(handle, code, MachineNames.MethodOf(_reader, type)) : null;

    private AsyncCode? Suspended(MethodDefinitionHandle handle)
    {
        // Fields of the instance are any other's here, and not the method's own variables as those of a machine: no argument is the instance.
        CalledMethod named = _calls.Read(MetadataTokens.GetToken(handle)).Method with { IsVirtual = false };
        return _file.Read(_reader.GetMethodDefinition(handle)) is { } code ? Read(handle, code with { IsStatic = true }, named) : null;
    }

    private AsyncCode? Read(MethodDefinitionHandle handle, MethodCode code, CalledMethod named)
    {
        MethodDefinition method = _reader.GetMethodDefinition(handle);
        var finder = new AwaitFinder(_calls, code);
        if (!finder.Run())
            return null;
        var lines = new MethodLines(Pdb(), handle);
        AwaitSite[] sites = finder.Sites(new VariableNames(_reader, method, lines), lines);
        return new AsyncCode(named, lines.Begin, sites, [.. finder.Called]) { IsSuspendedByRuntime = RuntimeAsyncMethod.Is(method), Link = lines.Begin.File is { Length: > 0 } file ? _links?.Of(file) ?? "" : "" };
    }

    private PassedCall? PassedOn(MethodDefinitionHandle handle)
    {
        MethodDefinition method = _reader.GetMethodDefinition(handle);
        return !RuntimeAsyncMethod.Is(method) && PassedCalls.MayPassOn(_reader, method) && _file.Read(method) is { } code && PassedCalls.Find(_calls, code) is { } to
            ? new PassedCall(_calls.Read(MetadataTokens.GetToken(handle)).Method, to)
            : null;
    }

    private MetadataReader? Pdb()
    {
        if (!_isPdbSought)
        {
            _isPdbSought = true;
            _pdb = Guarded(() => PdbFile.Find(_file));
            _links = Guarded(() => _pdb is null ? null : SourceLinks.Read(_pdb.GetMetadataReader()) ?? RepositoryLinks.Read(_reader));
        }

        return _pdb?.GetMetadataReader();
    }
}
