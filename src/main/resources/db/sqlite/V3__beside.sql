-- What stands beside the ledger: it cannot be made again from the entries, and is kept for a while only.
create table once (
    name  text primary key,
    at    integer not null
) without rowid;

-- A thing has one slot, however many of its steps are here.
create table budget (
    name     text    not null,
    step     text    not null,
    thing    text    not null,
    at       integer not null,
    expires  integer not null,
    primary key (name, step)
) without rowid;
create index budget_by_name on budget (name, at);
create index budget_by_step on budget (step);
create index budget_by_expiry on budget (expires);

create table tally (
    name     text    not null,
    at       integer not null,
    expires  integer not null
);
create index tally_by_name on tally (name, at);
create index tally_by_expiry on tally (expires);

create table delivery (
    number    integer primary key,
    id        text    not null unique,
    source    text    not null,
    sent_as   text    not null,
    observed  integer not null,
    headers   text    not null,
    body      blob    not null,
    state     text    not null,
    salt      text    not null,
    status    integer not null,
    answer    text    not null,
    place     text,
    why       text,
    unique (source, sent_as)
);
create index delivery_by_state on delivery (state, number);

create table inbox (
    number    integer primary key,
    delivery  text not null,
    digest    text not null
);
create index inbox_by_delivery on inbox (delivery);

create table heard (
    source  text primary key,
    at      integer not null
) without rowid;

create table evidence (
    digest   text primary key,
    kind     text    not null,
    salt     text    not null,
    content  blob    not null,
    at       integer not null
);

create table answer (
    name     text primary key,
    request  text    not null,
    status   integer not null,
    body     text    not null,
    at       integer not null
);
create index answer_by_time on answer (at);
