using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;

namespace AsyncProf.Stitching.Tpl;

/// <summary>Operations that began before the recording are told to nobody by name: where they suspend the next time says whose code it is.</summary>
internal sealed class LateNames(OperationClassifier classifier, IPlaceNames places)
{
    /// <summary>Names an operation that has no name by the place where it suspends.</summary>
    public void Learn(ref Operation op, int place)
    {
        if (op.Kind != OperationKind.Method || places.NameOf(place) is not (not NameTable.NoneId and var name))
            return;
        op.Name = name;
        op.Kind = classifier[name].Kind == OperationKind.Iterator ? OperationKind.Iterator : OperationKind.Method;
    }
}
