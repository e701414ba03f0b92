-- What the entries add up to, for lists and lookups. All of it can be made again from the entries.
create table incident (
    id          text primary key,
    opened_idx  integer not null unique
) without rowid;

-- The entries of an incident, and those of a containment with its step and releases.
create table entry_of (
    id   text    not null,
    idx  integer not null,
    primary key (id, idx)
) without rowid;

-- Which incident an alert, order, step, containment or release belongs to.
create table belongs (
    id        text primary key,
    incident  text not null
) without rowid;

create table alert (
    id      text primary key,
    source  text    not null,
    type    text    not null,
    idx     integer not null
) without rowid;

create table finding (
    name      text primary key,
    incident  text not null
) without rowid;

create table thing (
    name      text    not null,
    incident  text    not null,
    last_at   integer not null,
    primary key (name, incident)
) without rowid;

-- Whatever a person may have in hand.
create table name (
    name      text not null,
    incident  text not null,
    primary key (name, incident)
) without rowid;

create table step (
    id           text primary key,
    containment  text not null,
    cause        text
) without rowid;

create table containment (
    id            text primary key,
    incident      text    not null,
    state         text    not null,
    action        text    not null,
    thing         text    not null,
    connection    text,
    uid           text,
    effect        text,
    until_at      integer,
    is_open       integer not null,
    fans_at       integer,
    holds         integer not null,
    in_force      integer not null,
    release_state text,
    intended_idx  integer not null,
    started_idx   integer,
    ended_idx     integer
) without rowid;
create index containment_by_state on containment (state, intended_idx);
create index containment_by_effect on containment (connection, uid, effect, started_idx);
create index containment_by_thing on containment (thing);
create index containment_by_until on containment (until_at) where until_at is not null;
create index containment_open on containment (is_open) where is_open = 1;
create index containment_by_release on containment (release_state) where release_state is not null;
create index containment_fans on containment (fans_at) where fans_at is not null;

create table release (
    id           text primary key,
    containment  text    not null,
    state        text    not null,
    asked_idx    integer not null
) without rowid;
create index release_by_state on release (state, asked_idx);

create table let_go (
    uid     text    not null,
    source  text    not null,
    type    text    not null,
    at      integer not null,
    primary key (uid, source, type)
) without rowid;

create table automation (
    connection  text primary key,
    mode        text not null
) without rowid;

create table rule_switch (
    rule      text primary key,
    position  text not null
) without rowid;

-- Where the bytes of each rulebook stand, and which one is live.
create table rulebook_chunk (
    digest  text    not null,
    path    text    not null,
    part    integer not null,
    idx     integer not null,
    primary key (digest, path, part)
) without rowid;

create table rulebook_active (
    id   integer primary key check (id = 0),
    idx  integer not null
);
