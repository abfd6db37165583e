/// Types of a namespace: the compiler nests their state machines in a class of its own.
namespace AsyncProf.FSharpShapes.Stores

open System.Threading.Tasks

type IStore =
    abstract SaveAsync: int -> Task<int>

type Store() =
    member _.SaveAsync(id: int) =
        task {
            do! Task.Delay id
            return id
        }

    interface IStore with
        member _.SaveAsync(id) =
            task {
                do! Task.Delay(id * 2)
                return id
            }
