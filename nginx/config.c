#include "bulkhead_module.h"

static char* set_path(ngx_conf_t* cf, ngx_command_t* command, void* conf) {
  char* result = ngx_conf_set_str_slot(cf, command, conf);
  if (result != NGX_CONF_OK) {
    return result;
  }
  ngx_str_t* path = (ngx_str_t*)((u_char*)conf + command->offset);
  if (ngx_conf_full_name(cf->cycle, path, 1) != NGX_OK) {
    return NGX_CONF_ERROR;
  }
  return NGX_CONF_OK;
}

ngx_command_t bulkhead_commands[] = {
    {ngx_string("bulkhead_image"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1, set_path, NGX_HTTP_MAIN_CONF_OFFSET,
     offsetof(bulkhead_main_conf, image), NULL},
    {ngx_string("bulkhead_state"), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1, set_path, NGX_HTTP_MAIN_CONF_OFFSET,
     offsetof(bulkhead_main_conf, state), NULL},
    {ngx_string("bulkhead"), NGX_HTTP_MAIN_CONF | NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF | NGX_CONF_FLAG,
     ngx_conf_set_flag_slot, NGX_HTTP_LOC_CONF_OFFSET, offsetof(bulkhead_loc_conf, enabled), NULL},
    {ngx_string("bulkhead_service"), NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF | NGX_CONF_TAKE1,
     ngx_conf_set_str_slot, NGX_HTTP_LOC_CONF_OFFSET, offsetof(bulkhead_loc_conf, service), NULL},
    ngx_null_command,
};

static void close_image(void* data) {
  bulkhead_main_conf* conf = data;
  if (conf->checked_image != NULL) {
    bh_image_close(conf->checked_image);
    conf->checked_image = NULL;
  }
}

void* bulkhead_create_main_conf(ngx_conf_t* cf) {
  ngx_pool_cleanup_t* cleanup = ngx_pool_cleanup_add(cf->pool, 0);
  bulkhead_main_conf* conf = ngx_pcalloc(cf->pool, sizeof(*conf));
  if (cleanup == NULL || conf == NULL) {
    return NULL;
  }
  cleanup->handler = close_image;
  cleanup->data = conf;
  return conf;
}

/* The listener for self-tests is a file in the state folder. nginx takes it away when it ends in order; after a crash or a
 * power cut it would find it there and not start. */
static char* prepare_self_tests(ngx_conf_t* cf, bulkhead_main_conf* conf) {
  static const char file[] = "/self-test.sock";
  struct sockaddr_un address;
  u_char* path = ngx_pnalloc(cf->pool, conf->state.len + sizeof(file));
  if (path == NULL) {
    return NGX_CONF_ERROR;
  }
  ngx_memcpy(ngx_cpymem(path, conf->state.data, conf->state.len), file, sizeof(file));
  conf->self_test_socket.data = path;
  conf->self_test_socket.len = conf->state.len + sizeof(file) - 1;
  if (conf->self_test_socket.len >= sizeof(address.sun_path) || ngx_test_config) {
    return NGX_CONF_OK;
  }
  ngx_memzero(&address, sizeof(address));
  address.sun_family = AF_UNIX;
  ngx_memcpy(address.sun_path, path, conf->self_test_socket.len);
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (probe >= 0) {
    if (connect(probe, (struct sockaddr*)&address, sizeof(address)) != 0 && ngx_errno == NGX_ECONNREFUSED) {
      (void)ngx_delete_file(path); /* Nobody listens there any more. */
    }
    (void)close(probe);
  }
  return NGX_CONF_OK;
}

/* Runs before the locations are merged: they look their services up in the image opened here. */
char* bulkhead_init_main_conf(ngx_conf_t* cf, void* data) {
  bulkhead_main_conf* conf = data;
  char error[512];

  if (bh_abi_version() != BH_ABI_VERSION) {
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "bulkhead: module and library disagree on the ABI version");
    return NGX_CONF_ERROR;
  }
  if (conf->image.len == 0 && conf->state.len == 0) {
    return NGX_CONF_OK;
  }
  if (conf->image.len == 0 || conf->state.len == 0) {
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "bulkhead_image and bulkhead_state go together: \"%s\" is missing",
                       conf->image.len == 0 ? "bulkhead_image" : "bulkhead_state");
    return NGX_CONF_ERROR;
  }
  conf->checked_image = bh_image_open((const char*)conf->image.data, error, sizeof(error));
  if (conf->checked_image == NULL) {
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "bulkhead_image: %s", error);
    return NGX_CONF_ERROR;
  }
  return prepare_self_tests(cf, conf);
}

void* bulkhead_create_loc_conf(ngx_conf_t* cf) {
  bulkhead_loc_conf* conf = ngx_pcalloc(cf->pool, sizeof(*conf));
  if (conf == NULL) {
    return NULL;
  }
  conf->enabled = NGX_CONF_UNSET;
  return conf;
}

char* bulkhead_merge_loc_conf(ngx_conf_t* cf, void* parent, void* child) {
  bulkhead_loc_conf* outer = parent;
  bulkhead_loc_conf* inner = child;
  bulkhead_main_conf* main_conf = ngx_http_conf_get_module_main_conf(cf, ngx_http_bulkhead_module);

  /* A service that is named is guarded, unless the same place says "bulkhead off". */
  if (inner->enabled == NGX_CONF_UNSET && inner->service.len != 0) {
    inner->enabled = 1;
  }
  ngx_conf_merge_value(inner->enabled, outer->enabled, 0);
  if (inner->service.data == NULL) {
    inner->service = outer->service;
    inner->open_on_failure = outer->open_on_failure;
  }
  if (!inner->enabled) {
    return NGX_CONF_OK;
  }
  if (main_conf->checked_image == NULL) {
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "bulkhead is on, but bulkhead_image and bulkhead_state are not set");
    return NGX_CONF_ERROR;
  }
  if (inner->service.len != 0) {
    bh_str name = {(const char*)inner->service.data, inner->service.len};
    if (!bh_image_has_service(main_conf->checked_image, name, &inner->open_on_failure)) {
      ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                         "bulkhead_service \"%V\": the image \"%V\" has no service of that name",
                         &inner->service, &main_conf->image);
      return NGX_CONF_ERROR;
    }
  }
  return NGX_CONF_OK;
}
