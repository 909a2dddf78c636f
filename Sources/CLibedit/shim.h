/* What Swift cannot import from libedit: its variadic functions, each use with its right types. */
#ifndef GARITA_CLIBEDIT_SHIM_H
#define GARITA_CLIBEDIT_SHIM_H

#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

typedef int (*edit_read_function)(EditLine *, wchar_t *);
typedef wchar_t *(*edit_prompt_function)(EditLine *);
typedef unsigned char (*edit_key_function)(EditLine *, wint_t);

#ifdef __APPLE__
#define EDIT_UTF8_LOCALE "UTF-8"
#else
#define EDIT_UTF8_LOCALE "C.UTF-8"
/* The system declares it only where X/Open is asked for. */
extern int wcwidth(wchar_t);
#endif

/* The columns of a character; below 0 if it cannot be printed. */
static inline int edit_width(wchar_t character) { return wcwidth(character); }

/* Takes the person's character set if it is UTF-8, and UTF-8 if not; without it libedit drops
   everything that is not ASCII. */
static inline int edit_use_utf8(void) {
    if (setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return 0;
    return setlocale(LC_CTYPE, EDIT_UTF8_LOCALE) ? 0 : -1;
}

/* A stream of its own, so that nobody else's buffer comes in between. */
static inline FILE *edit_stream(int descriptor, const char *mode) {
    int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    return copy < 0 ? NULL : fdopen(copy, mode);
}

/* Messages of libedit itself, such as one about an unknown terminal, go nowhere. */
static inline EditLine *edit_open(int keyboard, int screen) {
    FILE *in = edit_stream(keyboard, "r");
    FILE *out = edit_stream(screen, "w");
    FILE *messages = fopen("/dev/null", "we");
    EditLine *edit = NULL;
    if (in && out && messages) edit = el_init("garita", in, out, messages);
    if (edit) return edit;
    if (in) fclose(in);
    if (out) fclose(out);
    if (messages) fclose(messages);
    return NULL;
}

/* Leaves the terminal's settings alone: el_end would throw away what was typed ahead. */
static inline void edit_close(EditLine *edit) {
    FILE *streams[3] = {NULL, NULL, NULL};
    for (int which = 0; which < 3; which++) el_get(edit, EL_GETFP, which, &streams[which]);
    el_set(edit, EL_EDITMODE, 0);
    el_end(edit);
    for (int which = 0; which < 3; which++) {
        if (streams[which]) fclose(streams[which]);
    }
}

static inline void edit_write(EditLine *edit, const void *bytes, size_t count) {
    FILE *out = NULL;
    el_get(edit, EL_GETFP, 1, &out);
    if (out) fwrite(bytes, 1, count, out);
}

static inline void edit_flush(EditLine *edit) {
    FILE *out = NULL;
    el_get(edit, EL_GETFP, 1, &out);
    if (out) fflush(out);
}

static inline void edit_set_owner(EditLine *edit, void *owner) {
    el_set(edit, EL_CLIENTDATA, owner);
}

static inline void *edit_owner(EditLine *edit) {
    void *owner = NULL;
    el_get(edit, EL_CLIENTDATA, &owner);
    return owner;
}

static inline int edit_set_emacs(EditLine *edit) { return el_set(edit, EL_EDITOR, "emacs"); }

static inline int edit_set_terminal(EditLine *edit, const char *name) {
    return el_set(edit, EL_TERMINAL, name);
}

static inline int edit_set_signals(EditLine *edit, int on) {
    return el_set(edit, EL_SIGNAL, on);
}

static inline int edit_set_reader(EditLine *edit, edit_read_function read) {
    return el_set(edit, EL_GETCFN, read);
}

static inline int edit_set_prompt(EditLine *edit, edit_prompt_function prompt, wchar_t escape) {
    return el_wset(edit, EL_PROMPT_ESC, prompt, escape);
}

static inline int edit_set_history(EditLine *edit, HistoryW *past) {
    return el_wset(edit, EL_HIST, history_w, past);
}

static inline int edit_bind(EditLine *edit, const char *keys, const char *command) {
    return el_set(edit, EL_BIND, keys, command, NULL);
}

static inline int edit_add(EditLine *edit, const char *command, edit_key_function function) {
    return el_set(edit, EL_ADDFN, command, "", function);
}

/* Changes a flag of the terminal's settings while editing ("-d") or between lines ("-x"). */
static inline int edit_set_mode(EditLine *edit, const char *when, const char *flag) {
    return el_set(edit, EL_SETTY, when, flag, NULL);
}

/* Takes the settings for editing, or gives them back. */
static inline void edit_prepare(EditLine *edit, int on) { el_set(edit, EL_PREP_TERM, on); }

static inline void edit_refresh(EditLine *edit) { el_set(edit, EL_REFRESH); }

/* A numeric capability, such as "co" for columns; 0 if there is none. */
static inline int edit_number(EditLine *edit, const char *capability) {
    int number = 0;
    return el_get(edit, EL_GETTC, capability, &number) == 0 ? number : 0;
}

/* Whether the terminal has a string capability, such as "up" for moving the cursor up. */
static inline int edit_has(EditLine *edit, const char *capability) {
    char *text = NULL;
    return el_get(edit, EL_GETTC, capability, &text) == 0 && text && *text;
}

static inline int edit_past_limit(HistoryW *past, int count) {
    HistEventW event;
    return history_w(past, &event, H_SETSIZE, count);
}

static inline int edit_past_add(HistoryW *past, const wchar_t *line) {
    HistEventW event;
    return history_w(past, &event, H_ENTER, line);
}

#endif
