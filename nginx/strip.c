#include "bulkhead_module.h"

static int has_prefix(const ngx_table_elt_t* field, const char* prefix, size_t size) {
  return field->key.len >= size && ngx_strncmp(field->lowcase_key, prefix, size) == 0;
}

static int is_named(const ngx_table_elt_t* field, const char* name, size_t size) {
  return field->key.len == size && ngx_strncmp(field->lowcase_key, name, size) == 0;
}

#define HAS_PREFIX(field, literal) has_prefix(field, literal, sizeof(literal) - 1)
#define IS_NAMED(field, literal) is_named(field, literal, sizeof(literal) - 1)

/* True when realip took the client's address from the fields of a proxy that the configuration trusts. One that speaks
 * PROXY protocol says whom it forwards for before the request, and passes the client's own fields on unread. */
static int came_by_trusted_proxy(ngx_http_request_t* r) {
  if (r->connection->proxy_protocol != NULL) {
    return 0;
  }
  static ngx_str_t name = ngx_string("realip_remote_addr");
  ngx_http_variable_value_t* connected = ngx_http_get_variable(r, &name, ngx_hash_key(name.data, name.len));
  if (connected == NULL || connected->not_found || !connected->valid) {
    return 0;
  }
  return connected->len != r->connection->addr_text.len ||
         ngx_strncmp(connected->data, r->connection->addr_text.data, connected->len) != 0;
}

/* Fields by which applications are told what a proxy did. From a client they are forgeries. `trusted`: -1 not known yet. */
static int is_forged(ngx_http_request_t* r, const ngx_table_elt_t* field, int* trusted) {
  if (HAS_PREFIX(field, "x-bulkhead-") || IS_NAMED(field, "x-original-url") ||
      IS_NAMED(field, "x-rewrite-url")) {
    return 1;
  }
  if (!HAS_PREFIX(field, "x-forwarded-") && !IS_NAMED(field, "x-real-ip") && !IS_NAMED(field, "forwarded")) {
    return 0;
  }
  if (*trusted < 0) {
    *trusted = came_by_trusted_proxy(r);
  }
  return !*trusted;
}

static ngx_int_t join_cookies(ngx_http_request_t* r, ngx_str_t* joined, const ngx_str_t* more) {
  if (joined->len == 0) {
    *joined = *more;
    return NGX_OK;
  }
  u_char* bytes = ngx_pnalloc(r->pool, joined->len + 2 + more->len);
  if (bytes == NULL) {
    return NGX_ERROR;
  }
  u_char* end = ngx_cpymem(bytes, joined->data, joined->len);
  *end++ = ';';
  *end++ = ' ';
  end = ngx_cpymem(end, more->data, more->len);
  joined->data = bytes;
  joined->len = (size_t)(end - bytes);
  return NGX_OK;
}

static ngx_int_t pick(ngx_http_request_t* r, const ngx_table_elt_t* field, bulkhead_fields* fields) {
  if (IS_NAMED(field, "accept")) {
    fields->accept = field->value;
  } else if (IS_NAMED(field, "accept-language")) {
    fields->accept_language = field->value;
  } else if (IS_NAMED(field, "cookie")) {
    return join_cookies(r, &fields->cookie, &field->value);
  }
  return NGX_OK;
}

/* Makes the list anew from the fields that are kept. The old elements stay where they are: nginx's pointers to them (host,
 * content_length, …) go on being right, and no walker of the list ever meets a part with a hole in it. */
static ngx_int_t rebuild(ngx_http_request_t* r, ngx_uint_t kept, int trusted) {
  ngx_list_part_t old = r->headers_in.headers.part;

  if (ngx_list_init(&r->headers_in.headers, r->pool, kept + 4, sizeof(ngx_table_elt_t)) != NGX_OK) {
    return NGX_ERROR;
  }
  for (ngx_list_part_t* part = &old; part != NULL; part = part->next) {
    ngx_table_elt_t* fields = part->elts;
    for (ngx_uint_t i = 0; i < part->nelts; i++) {
      if (is_forged(r, &fields[i], &trusted)) {
        continue;
      }
      ngx_table_elt_t* copy = ngx_list_push(&r->headers_in.headers);
      if (copy == NULL) {
        return NGX_ERROR;
      }
      *copy = fields[i];
    }
  }
#if (NGX_HTTP_X_FORWARDED_FOR)
  /* What $proxy_add_x_forwarded_for and $http_x_forwarded_for read. */
  if (!trusted) {
#if (nginx_version >= 1023000)
    r->headers_in.x_forwarded_for = NULL;
#else
    r->headers_in.x_forwarded_for.nelts = 0;
#endif
  }
#endif
  return NGX_OK;
}

ngx_int_t bulkhead_strip(ngx_http_request_t* r, bulkhead_fields* fields) {
  int trusted = -1;
  ngx_uint_t kept = 0;
  ngx_uint_t forged = 0;

  ngx_memzero(fields, sizeof(*fields));
  for (ngx_list_part_t* part = &r->headers_in.headers.part; part != NULL; part = part->next) {
    ngx_table_elt_t* all = part->elts;
    for (ngx_uint_t i = 0; i < part->nelts; i++) {
      u_char first = all[i].key.len != 0 ? all[i].lowcase_key[0] : 0;
      if ((first == 'x' || first == 'f') && is_forged(r, &all[i], &trusted)) {
        if (IS_NAMED(&all[i], "x-bulkhead-self-test")) {
          fields->self_test = all[i].value;
        }
        forged++;
        continue;
      }
      kept++;
      if ((first == 'a' || first == 'c') && pick(r, &all[i], fields) != NGX_OK) {
        return NGX_ERROR;
      }
    }
  }
  return forged == 0 ? NGX_OK : rebuild(r, kept, trusted);
}
