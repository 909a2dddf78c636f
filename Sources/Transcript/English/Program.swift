package import Commands

/// What the program says about its own flags, before there is a lab.
package enum ProgramText: Statement, CaseIterable {
    case abstract, discussion, seed, transcript, keepGoing, allowRead, allowWrite, allowPorts
    case present, validate, lesson, notes, withNotes, notesUnseen
    case run, scripts, prompt, command, check, diff, transcripts, first, second, filesFolder
    case grade, exercise, submissions, hidden, only, format, output
    case jobs, jobsRange, students, group, groupAlone
    case exerciseTool, exerciseCheck, exerciseMutate, exerciseFolder, mutantFormat
    case practice, practiceExercise, watch
    case student, exerciseVariant, variantFile, language, linear, theme
    case json, jsonAtPrompt
    case record, page, course, courseBuild, handedLab, castFile, castVersion, pageFile
    case otherLanguage, courseFolder, labsFolder, manual
    case serve, dial, windowPort, clients, windowRange

    /// The text in a language.
    package func words(in language: SpokenLanguage) -> String { text(in: language) }

    /// The text in English.
    package var english: String {
        switch self {
        case .abstract: "A network-security lab in a terminal."
        case .discussion:
            "Without a command it reads lines: at a terminal with a prompt, else from its input as a "
                + "script. Type `help` at the prompt for the lab's own commands."
        case .language: "Speak this language: en or es."
        case .linear:
            "Write for who hears the text: tables as lines, drawings as sentences, nothing redrawn. GARITA_ACCESSIBLE=1 does "
                + "the same."
        case .theme:
            "The colours of a light or a dark background, where the terminal has 24 bits for them: light, dark, or none for "
                + "the terminal's own."
        case .seed:
            "Make keys from this number, so that they repeat. A script has seed 1 without it."
        case .transcript: "Also write the transcript to this file."
        case .keepGoing:
            "Go on after a command that is refused; the exit status says so at the end."
        case .json:
            "Write each event as a line of JSON in the place of the transcript; docs/json.md."
        case .record:
            "Write a lab as a recording for asciinema: commands are typed, answers come at the lab's own times, and each command is a "
                + "marker. The same lab gives the same bytes."
        case .page:
            "Write a lab as one HTML page that needs nothing else: packets unfold, questions wait for an answer, nothing is loaded."
        case .course: "Make the course into pages."
        case .courseBuild: "Write each lab of a folder as a page, and a page that lists them."
        case .handedLab: "The lab; of a transcript the commands are run again."
        case .castFile: "The recording: a new file, or one that was such before."
        case .castVersion: "Write version 2 of the format, for older players."
        case .pageFile: "The page: a new file, or one that was such before."
        case .otherLanguage: "The same lab in another language, for the same page; may be repeated."
        case .courseFolder: "The folder of the pages, which is made if there is none."
        case .labsFolder: "The folder of the labs."
        case .manual: "Print the manual page, for man."
        case .jsonAtPrompt:
            "--json is for scripts and for -c; expected `garita run FILE --json`, or lines from a pipe"
        case .allowRead:
            "Let scripts read below this folder, and not only below their own; may be repeated."
        case .allowWrite:
            "Let scripts write below this folder, and not only below the one in which they run; "
                + "may be repeated."
        case .allowPorts: "Let scripts open ports that they name."
        case .present:
            "Walk through a lab at the prompt. Enter runs the next command; next, back, skip, goto N and lesson lead the way, and anything else may be tried in between."
        case .validate: "Walk through it without a screen; fails where it claims what is not so."
        case .lesson: "The lab."
        case .notes:
            "Show the speaker's notes of the lesson that is presented in another terminal, the next command, and the time; q leaves."
        case .withNotes:
            "Let `garita notes` show the speaker's notes, lines that begin with #:, in other terminals."
        case .notesUnseen: "--validate shows nothing; expected no --notes with it"
        case .run: "Run scripts one after the other in one lab, and print the transcript."
        case .scripts: "The scripts."
        case .prompt: "Read commands from the terminal or the standard input (the default)."
        case .command: "Run this command and leave; may be repeated."
        case .check:
            "Run the commands of transcripts again, and say of each whether it is genuine, or the first line that "
                + "differs. What the commands write is only in memory."
        case .diff: "Say what two transcripts do otherwise: commands, packets, and then every line."
        case .transcripts: "The transcripts."
        case .first: "A transcript."
        case .second: "Another one."
        case .grade:
            "Run submissions, each in a lab of its own, and hold them to the checks of an exercise."
        case .exercise: "The exercise: a file, or a folder with `exercise.lab`."
        case .submissions: "Files of commands or transcripts, or folders of them."
        case .hidden: "A file of further checks, which students do not see."
        case .jobs:
            "Grade so many submissions at once; by default as many as there are processors. What is said is always the same."
        case .group:
            "Put submissions into groups that are proven to decide the same, and say by which packet groups differ."
        case .groupAlone: "--group is for people; expected neither --format nor --only"
        case .exerciseTool: "Ask how good an exercise is."
        case .exerciseCheck:
            "Say what should be mended: answers that come out wrong, hints that are missing or say too much, checks that never fail."
        case .exerciseMutate:
            "Change the right answer in small ways, and say which changes no check notices. Those that are proven to decide the same do not count."
        case .exerciseFolder: "The exercise's folder, with `exercise.lab` and `solution.lab`."
        case .mutantFormat: "What it is written for: a table for people, or the report of Stryker."
        case .student: "Whose variant it is, in an exercise that is another one for each student."
        case .variantFile: "Write this other file of the folder, solution.lab for example."
        case .exerciseVariant:
            "Write the exercise as a student has it, who gets neither its secret nor the lines that vary it."
        case .practice: "Work at an exercise: the prompt with a task, checks and hints."
        case .practiceExercise: "The exercise, or a folder of exercises."
        case .serve:
            "Be the server's end of a tunnel: show a key for each client, and echo what they say."
        case .dial:
            "Be the client's end of a tunnel: ask for the key that the server shows, and then for messages."
        case .windowPort: "The port on loopback at which the server listens."
        case .clients: "So many clients, each with a key of its own; 1 to 9."
        case .windowRange: "--port is a number from 1 to 65535, and --clients one from 1 to 9"
        case .watch: "Check this file whenever it is saved, and read no commands."
        case .jobsRange: "--jobs is a number from 1 to 256"
        case .students:
            "A table with a column `student`, and perhaps `submission`: grades are called by students, and who handed nothing in is there."
        case .only: "Only say by the exit status whether this check passes."
        case .format:
            "What the grades are written for: a table for people, or what another program reads; docs/grading.md."
        case .output: "Write the grades to this file, and not to the standard output."
        case .filesFolder:
            "Commands find the files that they read in this folder, and not beside the transcript."
        }
    }
}
