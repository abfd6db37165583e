/// The state machines that the F# compiler makes of task expressions. Their metadata is read, and one is run.
module AsyncProf.FSharpShapes.Shapes

open System.Threading.Tasks

let sleepAsync (ms: int) =
    task {
        do! Task.Delay ms
        return ms
    }

let outerAsync () =
    task {
        let! a = sleepAsync 10
        let inner () = task { do! Task.Delay 5 }
        do! inner ()
        return a
    }

type Store() =
    member _.LoadAsync(id: int) =
        task {
            let! value = sleepAsync id
            return value
        }
