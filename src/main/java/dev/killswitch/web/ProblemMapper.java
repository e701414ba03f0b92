package dev.killswitch.web;

import dev.killswitch.config.IdSource;
import dev.killswitch.incident.Register.RecordUnreadable;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes a problem of whatever ends a request early. What went wrong inside stays in the log, under an id. */
final class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final IdSource ids;

    ProblemMapper(Product product) {
        this.ids = product.ids();
    }

    @ServerExceptionMapper
    Response told(ProblemException told) {
        return Answers.problem(told.problem());
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response nobody(SecurityException nobody) {
        Problem problem = Problem.of(Problem.Kind.NOT_AUTHENTICATED, "expected a bearer token that is valid now");
        return Response.fromResponse(Answers.problem(problem))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @ServerExceptionMapper
    Response notAllowed(ForbiddenException no) {
        return Answers.problem(Problem.of(Problem.Kind.NOT_ALLOWED, "none of your groups may do this"));
    }

    @ServerExceptionMapper
    Response unreadable(RecordUnreadable unreadable) {
        LOG.errorf(unreadable, "the record cannot be read");
        return Answers.problem(Problem.of(Problem.Kind.UNAVAILABLE, "the record cannot be read now"));
    }

    /** What JAX-RS itself says: its words name classes of ours, so they are replaced. */
    @ServerExceptionMapper
    Response ofProtocol(WebApplicationException said) {
        Response response = said.getResponse();
        Problem problem = switch (response.getStatus()) {
            case 401 -> Problem.of(Problem.Kind.NOT_AUTHENTICATED, "expected a bearer token that is valid now");
            case 403 -> Problem.of(Problem.Kind.NOT_ALLOWED, "none of your groups may do this");
            case 404 -> Problem.of(Problem.Kind.NOT_FOUND, "nothing is at this path");
            case 405 -> Problem.of(Problem.Kind.METHOD_NOT_ALLOWED, "this path does not take that method");
            case 406 -> Problem.of(Problem.Kind.NOT_ACCEPTABLE, "this path has no form that Accept asks for");
            case 413 -> Problem.of(Problem.Kind.TOO_LARGE, "the body is longer than what is taken");
            case 415 -> Problem.of(Problem.Kind.UNSUPPORTED_CONTENT, "expected application/json");
            default ->
                response.getStatus() < 500
                        ? Problem.of(Problem.Kind.BAD_REQUEST, "the request cannot be read")
                        : unexpected(said);
        };
        String allow = response.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? Answers.problem(problem)
                : Response.fromResponse(Answers.problem(problem))
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }

    /** A sender is told to try again: what it sent may be the one alert that counts. */
    @ServerExceptionMapper
    Response unforeseen(Throwable unforeseen, UriInfo at) {
        Problem problem = unexpected(unforeseen);
        return at.getPath().startsWith(Deliveries.PATH)
                ? TakenAnswers.unavailable(problem.detail())
                : Answers.problem(problem);
    }

    private Problem unexpected(Throwable cause) {
        String id = ids.next("x");
        LOG.errorf(cause, "failure=%s a request could not be answered", id);
        return Problem.of(Problem.Kind.INTERNAL, "the service's log says more under " + id);
    }
}
